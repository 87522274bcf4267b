"""Rules for the team's paradigms: AWS-native, cloud-native, popular."""
