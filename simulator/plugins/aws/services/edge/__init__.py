"""Resource types of load balancers, certificates and DNS."""
