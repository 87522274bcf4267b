"""Amazon ECR: repositories, their policies and lifecycle policies. Each id is the name."""

from simulator.plugins.aws.calls import answered, changed, send, tagging
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_map, words

_REPOSITORY = "aws:ecr/repository:Repository"

_NAMES = {"name": "repositoryName", "repositoryUrl": "repositoryUri", "arn": "repositoryArn"}
"""Properties of a repository that have another name in ECR's API."""

_MUTABLE = "MUTABLE"
"""The default tag mutability of a repository (ECR API, CreateRepository)."""

_NO_SCANS = {"scanOnPush": False}


def _create_repository(aws: Aws, inputs: Props) -> str:
    apart = ("encryptionConfigurations", "forceDelete")
    settings = {key: inputs[key] for key in inputs if key not in apart}
    # ECR has one encryption configuration; the provider has a list with one element.
    for encryption in inputs.get("encryptionConfigurations") or []:
        settings["encryptionConfiguration"] = encryption
    send(aws, "ecr", "CreateRepository", settings, _NAMES)
    return inputs["name"]


def _read_repository(aws: Aws, name: str) -> Props:
    ecr = aws("ecr")
    found = ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
    encryption = found.pop("encryptionConfiguration")
    answer = {**found, "encryptionConfigurations": [encryption]}
    tags = ecr.list_tags_for_resource(resourceArn=found["repositoryArn"])["tags"]
    return {**answered(aws, _REPOSITORY, answer, _NAMES), "tags": tag_map(tags)}


def _update_repository(aws: Aws, name: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "imageTagMutability", "imageTagMutabilityExclusionFilters"):
        settings = {
            "imageTagMutability": new["imageTagMutability"],
            "imageTagMutabilityExclusionFilters": new.get("imageTagMutabilityExclusionFilters"),
        }
        send(aws, "ecr", "PutImageTagMutability", settings, repositoryName=name)
    if old and changed(old, new, "imageScanningConfiguration"):
        aws("ecr").put_image_scanning_configuration(
            repositoryName=name,
            imageScanningConfiguration=new.get("imageScanningConfiguration") or _NO_SCANS,
        )


def _read_lifecycle(aws: Aws, name: str) -> Props:
    answer = aws("ecr").get_lifecycle_policy(repositoryName=name)
    return {**_where(aws, answer), "policy": answer["lifecyclePolicyText"]}


def _write_lifecycle(aws: Aws, name: str, old: Props, new: Props) -> None:
    aws("ecr").put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=new["policy"])


def _read_policy(aws: Aws, name: str) -> Props:
    answer = aws("ecr").get_repository_policy(repositoryName=name)
    return {**_where(aws, answer), "policy": answer["policyText"]}


def _write_policy(aws: Aws, name: str, old: Props, new: Props) -> None:
    aws("ecr").set_repository_policy(repositoryName=name, policyText=new["policy"])


def _where(aws: Aws, answer: Props) -> Props:
    return {
        "region": aws.region,
        "registryId": answer["registryId"],
        "repository": answer["repositoryName"],
    }


RESOURCE_TYPES = (
    ResourceType(
        token=_REPOSITORY,
        name="name",
        create=_create_repository,
        read=unless_gone(_read_repository),
        update=_update_repository,
        retag=tagging("ecr", "resourceArn", arn="repository/"),
        delete=lambda aws, name, state: aws("ecr").delete_repository(
            repositoryName=name, force=bool(state.get("forceDelete"))
        ),
        defaults={"imageTagMutability": _MUTABLE},
        unreadable=words("forceDelete"),
    ),
    ResourceType(
        token="aws:ecr/lifecyclePolicy:LifecyclePolicy",
        # A repository has at most one, so the old one must be deleted before the new one is
        # created.
        name="repository",
        create=lambda aws, inputs: inputs["repository"],
        read=unless_gone(_read_lifecycle),
        update=_write_lifecycle,
        delete=lambda aws, name, state: aws("ecr").delete_lifecycle_policy(repositoryName=name),
    ),
    ResourceType(
        token="aws:ecr/repositoryPolicy:RepositoryPolicy",
        create=lambda aws, inputs: inputs["repository"],
        read=unless_gone(_read_policy),
        update=_write_policy,
        delete=lambda aws, name, state: aws("ecr").delete_repository_policy(repositoryName=name),
    ),
)
