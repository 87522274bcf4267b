"""Images from elsewhere, or of no version, each against one rule."""

from tests.policies.mutation import Mutation

_XRAY = "components/xray.py"

MUTATIONS = (
    Mutation(
        "image-registry-allowed",
        "staging",
        "The X-Ray daemon comes from Docker Hub",
        _XRAY,
        old='_IMAGE = "public.ecr.aws/xray/aws-xray-daemon"',
        new='_IMAGE = "docker.io/amazon/aws-xray-daemon"',
    ),
    Mutation(
        "image-pinned",
        "staging",
        "The X-Ray daemon is whichever is the newest",
        _XRAY,
        old='"image": f"{_IMAGE}:{settings.releases.xray_daemon}",',
        new='"image": f"{_IMAGE}:latest",',
    ),
)
