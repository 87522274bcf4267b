"""Common parts of EKS resource types: their tags."""

from simulator.plugins.aws.resource import Aws


def retag(aws: Aws, arn: str, dropped: list[str], kept: dict[str, str]) -> None:
    """Update the tags of a cluster, node group or Fargate profile."""
    if dropped:
        aws("eks").untag_resource(resourceArn=arn, tagKeys=dropped)
    aws("eks").tag_resource(resourceArn=arn, tags=kept)
