"""The ECR repository of a GitHub repository's images."""

import json
from dataclasses import dataclass

from pulumi import ComponentResource, Output, ResourceOptions
from pulumi_aws import ecr

from components.account.account_policies import image_pull_policy
from components.options import child, data_store
from estate.account.repositories import Repository as Declaration
from estate.ownership import ownership_tags
from settings import AccountSettings, Kind, is_destroyed

_UNTAGGED_DAYS = 14
"""Days that an untagged image is kept; deployments only use tagged images.

Tagged images do not expire, because ECR does not know which of them are deployed.
"""


@dataclass(frozen=True)
class ImageRepositoryArgs:
    """The declared repository and the stack's settings."""

    declaration: Declaration
    settings: AccountSettings


class ImageRepository(ComponentResource):
    """An ECR repository with immutable tags and image scanning.

    Creates `aws.ecr.Repository` with its `LifecyclePolicy` and, if other accounts may pull images,
    its `RepositoryPolicy`.

    Outputs: `arn`, `url` (without a tag).
    """

    def __init__(
        self, name: str, args: ImageRepositoryArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("cellscope:account:ImageRepository", name, None, opts)
        retiring = args.settings, Kind.REPOSITORY, args.declaration.name.value
        repository = ecr.Repository(
            name,
            name=args.declaration.name.value,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[{"encryption_type": "KMS"}],
            # It also deletes the images, which the repository must not have when it is deleted.
            force_delete=is_destroyed(*retiring) or None,
            tags=ownership_tags(args.declaration.name),
            opts=data_store(self, *retiring),
        )
        ecr.LifecyclePolicy(
            name,
            repository=repository.name,
            policy=json.dumps({"rules": [_expire_untagged()]}),
            opts=child(self),
        )
        if args.settings.image_pull_accounts:
            ecr.RepositoryPolicy(
                name,
                repository=repository.name,
                policy=json.dumps(image_pull_policy(args.settings.image_pull_accounts)),
                opts=child(self),
            )
        self.arn: Output[str] = repository.arn
        self.url: Output[str] = repository.repository_url
        self.register_outputs({"arn": self.arn, "url": self.url})


def _expire_untagged() -> dict[str, object]:
    return {
        "rulePriority": 1,
        "description": f"Images without a tag go after {_UNTAGGED_DAYS} days",
        "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": _UNTAGGED_DAYS,
        },
        "action": {"type": "expire"},
    }
