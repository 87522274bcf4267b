"""Test stacks for the rules about ECR repositories."""

from policies.rules.data.ecr import (
    IMAGE_TAGS_ARE_IMMUTABLE,
    IMAGES_ARE_ENCRYPTED,
    IMAGES_ARE_SCANNED,
    LIFECYCLE,
    NO_PUBLIC_REPOSITORIES,
    PUBLIC,
    REPOSITORY,
    UNTAGGED_IMAGES_GO,
)
from tests.policies.rules.cases import UNKNOWN, Case, a

CASES = (
    Case(
        IMAGE_TAGS_ARE_IMMUTABLE,
        bad={
            "MUTABLE": (a(REPOSITORY, props={"imageTagMutability": "MUTABLE"}),),
            "its imageTagMutability is MUTABLE: the image behind a tag can change.": (
                a(REPOSITORY),
            ),
        },
        good=((a(REPOSITORY, props={"imageTagMutability": "IMMUTABLE"}),),),
        unknown=((a(REPOSITORY, props={"imageTagMutability": UNKNOWN}),),),
    ),
    Case(
        IMAGES_ARE_SCANNED,
        bad={
            "not scanned": (
                a(REPOSITORY, props={"imageScanningConfiguration": {"scanOnPush": False}}),
            ),
            "are not scanned": (a(REPOSITORY),),
        },
        good=((a(REPOSITORY, props={"imageScanningConfiguration": {"scanOnPush": True}}),),),
        unknown=((a(REPOSITORY, props={"imageScanningConfiguration": {"scanOnPush": UNKNOWN}}),),),
    ),
    Case(
        IMAGES_ARE_ENCRYPTED,
        bad={
            "images are encrypted with AES256, not with KMS.": (a(REPOSITORY),),
            "are encrypted with AES256, not with KMS.": (
                a(REPOSITORY, props={"encryptionConfigurations": [{"encryptionType": "AES256"}]}),
            ),
        },
        good=((a(REPOSITORY, props={"encryptionConfigurations": [{"encryptionType": "KMS"}]}),),),
        unknown=((a(REPOSITORY, props={"encryptionConfigurations": UNKNOWN}),),),
    ),
    Case(
        UNTAGGED_IMAGES_GO,
        bad={
            "untagged images are never removed.": (a(REPOSITORY, props={"name": "api"}),),
            "images are never removed.": (
                a(REPOSITORY, props={"name": "api"}),
                a(LIFECYCLE, props={"repository": "ui"}),
            ),
        },
        good=(
            (
                a(REPOSITORY, props={"name": "api"}),
                a(LIFECYCLE, props={"repository": "api"}),
            ),
            (a(REPOSITORY), a(LIFECYCLE, uses={"repository": (a(REPOSITORY).urn,)})),
        ),
        unknown=((a(REPOSITORY), a(LIFECYCLE, props={"repository": UNKNOWN})),),
    ),
    Case(
        NO_PUBLIC_REPOSITORIES,
        bad={"its images can be pulled by anyone.": (a(PUBLIC),)},
        good=((a(REPOSITORY),),),
        unknown=(),
    ),
)
