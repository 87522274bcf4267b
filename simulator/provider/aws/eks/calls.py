"""What EKS resource types share: how they are tagged."""

from simulator.provider.resource import Aws


def retag(aws: Aws, arn: str, dropped: list[str], kept: dict[str, str]) -> None:
    """Bring the tags of a cluster, node group or Fargate profile up to date."""
    if dropped:
        aws("eks").untag_resource(resourceArn=arn, tagKeys=dropped)
    aws("eks").tag_resource(resourceArn=arn, tags=kept)
