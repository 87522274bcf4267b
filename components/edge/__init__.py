"""The load balancer, its DNS records and certificate, and its fallback answer."""
