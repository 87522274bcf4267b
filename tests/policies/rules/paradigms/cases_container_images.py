"""Test stacks for the rules about container images."""

from policies.rules.cluster.workloads import CRON_JOB, DAEMON_SET, POD, STATEFUL_SET
from tests.policies.rules.cases import UNKNOWN, Case, a
from tests.policies.rules.cluster.workloads import running

OWN = "242905224710.dkr.ecr.eu-west-1.amazonaws.com/ui"
DIGEST = f"sha256:{'0a' * 32}"

CASES = (
    Case(
        "image-registry-allowed",
        bad={
            "container 'main' runs nginx:1.27": running(image="nginx:1.27"),
            "docker.io/library": running(CRON_JOB, image="docker.io/library/nginx:1.27"),
            "ghcr.io": running(DAEMON_SET, init=True, image="ghcr.io/example/ui:1.0"),
            "evil.example": running(POD, image="evil.example/public.ecr.aws/ui:1.0"),
            "public.ecr.aws.evil": running(image="public.ecr.aws.evil.example/ui:1.0"),
            "runs no image": running(STATEFUL_SET),
        },
        good=(
            running(image=f"{OWN}:1.0"),
            running(image="public.ecr.aws/xray/aws-xray-daemon:3.3.12"),
            running(image="registry.k8s.io/pause:3.10"),
            a(DAEMON_SET),
        ),
        unknown=(running(image=UNKNOWN),),
    ),
    Case(
        "image-registry-allowed",
        bad={"runs public.ecr.aws/x/ui:1.0": running(image="public.ecr.aws/x/ui:1.0")},
        good=(running(image="quay.io/x/ui:1.0"),),
        unknown=(running(image=UNKNOWN),),
        config={"sources": ["quay[.]io/"]},
    ),
    Case(
        "image-pinned",
        bad={
            "container 'main' runs 242905224710": running(image=OWN),
            "ui:latest": running(POD, image=f"{OWN}:latest"),
            "ui:main": running(DAEMON_SET, init=True, image=f"{OWN}:main"),
            "localhost:5000/ui, whose tag may change": running(image="localhost:5000/ui"),
            "runs no image": running(),
        },
        good=(
            running(image=f"{OWN}:1.0"),
            running(image=f"{OWN}:latest-2024-01-01"),
            running(image=f"{OWN}@{DIGEST}"),
            running(image=f"{OWN}:latest@{DIGEST}"),
            running(image="localhost:5000/ui:1.0"),
        ),
        unknown=(running(image=UNKNOWN),),
    ),
)
