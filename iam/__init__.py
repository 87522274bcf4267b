"""IAM of any program: policy documents, decisions about requests, and principals of a cluster."""
