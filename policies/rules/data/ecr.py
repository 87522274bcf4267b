"""Rules for ECR repositories."""

from collections.abc import Iterator

from policies.engine.resource import Resource
from policies.engine.rule import ADVISORY, Context, Rule, RuleConfig, requires

LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
PUBLIC = "aws:ecrpublic/repository:Repository"
REPOSITORY = "aws:ecr/repository:Repository"

_GUIDE = "Amazon ECR User Guide"


def _immutable(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    found = one.get("imageTagMutability") or "MUTABLE"
    if found != "IMMUTABLE":
        yield f"its imageTagMutability is {found}: the image behind a tag can change."


def _encrypted(one: Resource, _: Context[RuleConfig]) -> Iterator[str]:
    found = [each.get("encryptionType") for each in one.items("encryptionConfigurations")]
    if found != ["KMS"]:
        yield f"images are encrypted with {', '.join(map(str, found)) or 'AES256'}, not with KMS."


def _tidy(one: Resource, context: Context[RuleConfig]) -> Iterator[str]:
    if not any(context.others.about(one, LIFECYCLE, "repository", ("id", "name"))):
        yield "untagged images are never removed."


def _public(_: Resource, __: Context[RuleConfig]) -> Iterator[str]:
    yield "its images can be pulled by anyone."


RULES = (
    Rule(
        "ecr-tag-immutability",
        description="A tag in an ECR repository always refers to the same image.",
        reason="The image that was reviewed under a tag must be the image that runs, also after a"
        " rollback.",
        remedy="Set imageTagMutability to IMMUTABLE.",
        source=f"{_GUIDE}, Preventing image tags from being overwritten",
        example="imageTagMutability: MUTABLE",
        judges={REPOSITORY: ("imageTagMutability",)},
        check=_immutable,
        config=RuleConfig,
    ),
    Rule(
        "ecr-scan-on-push",
        description="Images are scanned for known vulnerabilities on push.",
        reason="A vulnerability is then found before the image runs.",
        remedy="Set imageScanningConfiguration.scanOnPush to true.",
        source=f"{_GUIDE}, Scan images for software vulnerabilities",
        example="imageScanningConfiguration: {scanOnPush: false}",
        judges={REPOSITORY: ("imageScanningConfiguration.scanOnPush",)},
        check=requires("imageScanningConfiguration.scanOnPush", "images are not scanned on push."),
        config=RuleConfig,
    ),
    Rule(
        "ecr-encryption",
        description="Images are encrypted with a KMS key.",
        reason="CloudTrail records each use of a KMS key, and the key can be disabled.",
        remedy="Set encryptionConfigurations to one with encryptionType KMS.",
        source=f"{_GUIDE}, Encryption at rest",
        example="encryptionConfigurations: [{encryptionType: AES256}]",
        judges={REPOSITORY: ("encryptionConfigurations.encryptionType",)},
        check=_encrypted,
        config=RuleConfig,
    ),
    Rule(
        "ecr-untagged-image-expiry",
        description="Untagged images expire.",
        reason="Untagged images are not used, but cost money.",
        remedy="Add a LifecyclePolicy that expires untagged images.",
        source=f"{_GUIDE}, Automate the cleanup of images by using lifecycle policies",
        example="name: api  # and no LifecyclePolicy for it",
        judges={REPOSITORY: ("id", "name")},
        joins={LIFECYCLE: ("repository",)},
        check=_tidy,
        config=RuleConfig,
        level=ADVISORY,
    ),
    Rule(
        "no-public-ecr-repository",
        description="ECR repositories are private.",
        reason="Images contain the team's code, and sometimes secrets by mistake.",
        remedy="Use a private repository (aws.ecr.Repository).",
        source="Amazon ECR Public User Guide, Amazon ECR public repositories",
        example="repositoryName: api  # of aws.ecrpublic.Repository",
        judges={PUBLIC: ()},
        check=_public,
        config=RuleConfig,
        dormant="the team publishes no images",
    ),
)
