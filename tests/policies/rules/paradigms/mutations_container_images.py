"""Mutations of container images: untrusted registries and tags that move, one per rule."""

from tests.policies.rules.mutation import Mutation

_XRAY = "components/cluster/xray.py"

MUTATIONS = (
    Mutation(
        "image-registry-allowed",
        "staging",
        "The X-Ray daemon's image comes from Docker Hub",
        _XRAY,
        old='_IMAGE = "public.ecr.aws/xray/aws-xray-daemon"',
        new='_IMAGE = "docker.io/amazon/aws-xray-daemon"',
    ),
    Mutation(
        "image-pinned",
        "staging",
        "The X-Ray daemon's image has the tag latest",
        _XRAY,
        old='"image": f"{_IMAGE}:{settings.releases.xray_daemon}",',
        new='"image": f"{_IMAGE}:latest",',
    ),
)
