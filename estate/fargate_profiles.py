"""Which pods run on Fargate, without nodes of ours (estate, 2). A profile is a line."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FargateProfile:
    """Pods of a repository's namespace with all the labels; a namespace's name is a pattern."""

    name: str
    namespace: str
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


FARGATE_PROFILES = (
    FargateProfile("worker", "worker-{sandbox}", {"type": "worker"}),
    FargateProfile("pipeline", "pipeline-{sandbox}", {"type": "pipeline"}),
)
