"""Repositories of images that violate, that do not, and that nobody knows yet."""

from policies.rules.ecr import (
    IMAGE_TAGS_ARE_IMMUTABLE,
    IMAGES_ARE_ENCRYPTED,
    IMAGES_ARE_SCANNED,
    LIFECYCLE,
    NO_PUBLIC_REPOSITORIES,
    PUBLIC,
    REPOSITORY,
    UNTAGGED_IMAGES_GO,
)
from tests.policies.cases import UNKNOWN, Case, a

CASES = (
    Case(
        IMAGE_TAGS_ARE_IMMUTABLE,
        bad={
            "MUTABLE": (a(REPOSITORY, props={"imageTagMutability": "MUTABLE"}),),
            "are MUTABLE": (a(REPOSITORY),),
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
            "by AES256": (a(REPOSITORY),),
            "encrypted by AES256": (
                a(REPOSITORY, props={"encryptionConfigurations": [{"encryptionType": "AES256"}]}),
            ),
        },
        good=((a(REPOSITORY, props={"encryptionConfigurations": [{"encryptionType": "KMS"}]}),),),
        unknown=((a(REPOSITORY, props={"encryptionConfigurations": UNKNOWN}),),),
    ),
    Case(
        UNTAGGED_IMAGES_GO,
        bad={
            "stay for ever": (a(REPOSITORY, props={"name": "api"}),),
            "without a tag": (
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
        bad={"anybody in the world": (a(PUBLIC),)},
        good=((a(REPOSITORY),),),
        unknown=(),
    ),
)
