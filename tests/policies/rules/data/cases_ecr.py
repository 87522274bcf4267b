"""Test stacks for the rules about ECR repositories."""

from policies.rules.data.ecr import LIFECYCLE, PUBLIC, REPOSITORY
from tests.policies.rules.cases import UNKNOWN, Case, a

CASES = (
    Case(
        "ecr-tag-immutability",
        bad={
            "its imageTagMutability is MUTABLE: the image behind a tag can change.": [
                a(REPOSITORY, imageTagMutability="MUTABLE"),
                a(REPOSITORY),
            ]
        },
        good=(a(REPOSITORY, imageTagMutability="IMMUTABLE"),),
        unknown=(a(REPOSITORY, imageTagMutability=UNKNOWN),),
    ),
    Case(
        "ecr-scan-on-push",
        bad={
            "are not scanned": [
                a(REPOSITORY, imageScanningConfiguration={"scanOnPush": False}),
                a(REPOSITORY),
            ]
        },
        good=(a(REPOSITORY, imageScanningConfiguration={"scanOnPush": True}),),
        unknown=(a(REPOSITORY, imageScanningConfiguration={"scanOnPush": UNKNOWN}),),
    ),
    Case(
        "ecr-encryption",
        bad={
            "images are encrypted with AES256, not with KMS.": [
                a(REPOSITORY),
                a(REPOSITORY, encryptionConfigurations=[{"encryptionType": "AES256"}]),
            ]
        },
        good=(a(REPOSITORY, encryptionConfigurations=[{"encryptionType": "KMS"}]),),
        unknown=(a(REPOSITORY, encryptionConfigurations=UNKNOWN),),
    ),
    Case(
        "ecr-untagged-image-expiry",
        bad={
            "untagged images are never removed.": [
                a(REPOSITORY, name="api"),
                (a(REPOSITORY, name="api"), a(LIFECYCLE, repository="ui")),
            ]
        },
        good=(
            (a(REPOSITORY, name="api"), a(LIFECYCLE, repository="api")),
            (a(REPOSITORY), a(LIFECYCLE, uses={"repository": (a(REPOSITORY).urn,)})),
        ),
        unknown=((a(REPOSITORY), a(LIFECYCLE, repository=UNKNOWN)),),
    ),
    Case(
        "no-public-ecr-repository",
        bad={"its images can be pulled by anyone.": a(PUBLIC)},
        good=(a(REPOSITORY),),
    ),
)
