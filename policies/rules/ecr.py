"""Rules for repositories of container images."""

from collections.abc import Iterator

from .resource import Resource
from .rule import ADVISORY, Context, Rule, RuleConfig

LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
PUBLIC = "aws:ecrpublic/repository:Repository"
REPOSITORY = "aws:ecr/repository:Repository"

_GUIDE = "Amazon ECR User Guide"


def _immutable(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    found = one.get("imageTagMutability") or "MUTABLE"
    if found != "IMMUTABLE":
        yield f"its tags are {found}: an image could change under the same name."


def _scanned(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    if one.get("imageScanningConfiguration.scanOnPush") is not True:
        yield "images are not scanned when they are pushed."


def _encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    found = [each.get("encryptionType") for each in one.items("encryptionConfigurations")]
    if found != ["KMS"]:
        yield f"images are encrypted by {', '.join(map(str, found)) or 'AES256'}, not by KMS."


def _tidy(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    if not any(context.others.about(one, LIFECYCLE, "repository", ("id", "name"))):
        yield "images without a tag stay for ever."


def _public(_: Resource, __: Context[RuleConfig]) -> Iterator[str]:
    yield "anybody in the world can pull its images."


IMAGE_TAGS_ARE_IMMUTABLE = Rule(
    "ecr-tag-immutability",
    description="A tag of an image repository names one image, for ever.",
    reason="What was reviewed under a tag must be what runs, today and after a roll-back.",
    remedy="Set imageTagMutability to IMMUTABLE.",
    source=f"{_GUIDE}, Preventing image tags from being overwritten",
    example="imageTagMutability: MUTABLE",
    judges={REPOSITORY: ("imageTagMutability",)},
    check=_immutable,
    config=RuleConfig,
)

IMAGES_ARE_SCANNED = Rule(
    "ecr-scan-on-push",
    description="Images are scanned for known vulnerabilities when they are pushed.",
    reason="A vulnerability found at the push is found before anything runs it.",
    remedy="Set imageScanningConfiguration.scanOnPush to true.",
    source=f"{_GUIDE}, Scan images for software vulnerabilities",
    example="imageScanningConfiguration: {scanOnPush: false}",
    judges={REPOSITORY: ("imageScanningConfiguration.scanOnPush",)},
    check=_scanned,
    config=RuleConfig,
)

IMAGES_ARE_ENCRYPTED = Rule(
    "ecr-encryption",
    description="Images are encrypted with a key in KMS.",
    reason="With KMS, each use of the key is seen in CloudTrail, and can be cut off.",
    remedy="Set encryptionConfigurations to one with encryptionType KMS.",
    source=f"{_GUIDE}, Encryption at rest",
    example="encryptionConfigurations: [{encryptionType: AES256}]",
    judges={REPOSITORY: ("encryptionConfigurations.encryptionType",)},
    check=_encrypted,
    config=RuleConfig,
)

UNTAGGED_IMAGES_GO = Rule(
    "ecr-untagged-image-expiry",
    description="Images that no tag names any more are removed some day.",
    reason="Nothing can run them, and each is paid for.",
    remedy="Add a LifecyclePolicy that expires untagged images.",
    source=f"{_GUIDE}, Automate the cleanup of images by using lifecycle policies",
    example="name: api  # and no LifecyclePolicy of it",
    judges={REPOSITORY: ("id", "name")},
    joins={LIFECYCLE: ("repository",)},
    check=_tidy,
    config=RuleConfig,
    level=ADVISORY,
)

NO_PUBLIC_REPOSITORIES = Rule(
    "no-public-ecr-repository",
    description="Images are private.",
    reason="They hold the team's code, and now and then what should not be in them.",
    remedy="Use a private repository (aws.ecr.Repository).",
    source="Amazon ECR Public User Guide, Amazon ECR public repositories",
    example="repositoryName: api  # of aws.ecrpublic.Repository",
    judges={PUBLIC: ()},
    check=_public,
    config=RuleConfig,
    dormant="the team publishes no images",
)

RULES = (
    IMAGE_TAGS_ARE_IMMUTABLE,
    IMAGES_ARE_SCANNED,
    IMAGES_ARE_ENCRYPTED,
    UNTAGGED_IMAGES_GO,
    NO_PUBLIC_REPOSITORIES,
)
