"""The Fargate profiles, which select the pods that run on Fargate; one per line."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FargateProfile:
    """Selects pods by the namespace (a pattern) of a repository and by all of the labels."""

    name: str
    namespace: str
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


FARGATE_PROFILES = (
    FargateProfile("worker", "worker-{sandbox}", {"type": "worker"}),
    FargateProfile("pipeline", "pipeline-{sandbox}", {"type": "pipeline"}),
)
