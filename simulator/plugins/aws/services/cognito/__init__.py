"""Amazon Cognito: user pools, their clients and domains, and identity pools."""
