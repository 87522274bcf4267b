"""What people and workflows made without a stack, once per account."""

import json
from contextlib import suppress

from botocore.exceptions import ClientError

from simulator.account.account import Account
from tests.adoption.old_estate.people import People
from tests.adoption.old_estate.stacks import deploy, template

CI_USERS = "biomage-ci-users"

KEY_ALIAS = "alias/iac-secret-key"

REPOSITORIES = {"api": "IMMUTABLE", "ui": "IMMUTABLE", "worker": "MUTABLE", "pipeline": "MUTABLE"}
"""The image repositories and whether their tags can change."""

LOAD_BALANCER_RIGHTS = ("elasticloadbalancing:*", "ec2:Describe*")
"""Some of the rights in the policy that the controller's installation guide recommends."""


def users(account: Account, people: People) -> str | None:
    """Make the users of the workflows with a stack and the others by hand, and the key of secrets.

    Returns the name of the stack; None if it exists.
    """
    cloudformation = account.client(account.up(), "cloudformation")
    try:
        cloudformation.describe_stacks(StackName=CI_USERS)
    except ClientError:
        deploy(account, CI_USERS, template("access/ci-users.yaml"), {})
        _secret_key(account)
        made = CI_USERS
    else:
        made = None
    account.make_users(account.up(), people.names)
    return made


def _secret_key(account: Account) -> None:
    """The key of workflows' secrets, with which everyone may encrypt."""
    kms, root = account.client(account.up(), "kms"), f"arn:aws:iam::{account.account_id}"
    statements = [
        {"Principal": {"AWS": f"{root}:root"}, "Action": "kms:*"},
        {"Principal": {"AWS": f"{root}:user/ci-users/iac/ci-user-iac"}, "Action": "kms:Decrypt"},
        {"Principal": {"AWS": "*"}, "Action": "kms:Encrypt"},
    ]
    allow = [{"Effect": "Allow", "Resource": "*", **one} for one in statements]
    policy = json.dumps({"Version": "2012-10-17", "Statement": allow})
    key = kms.create_key(Policy=policy)["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=KEY_ALIAS, TargetKeyId=key)
    kms.enable_key_rotation(KeyId=key)


def zone_and_images(account: Account) -> None:
    """Make the hosted zone and the image repositories."""
    account.make_zones(account.up(), ["biomage.net"])
    ecr = account.client(account.up(), "ecr")
    for name, mutability in REPOSITORIES.items():
        with suppress(ecr.exceptions.RepositoryAlreadyExistsException):
            ecr.create_repository(repositoryName=name, imageTagMutability=mutability)


def join_groups(account: Account, environment: str, people: People) -> None:
    """Put the people into the access groups of an environment."""
    iam = account.client(account.up(), "iam")
    for user, groups in people.groups.items():
        for group in groups:
            name = f"{group}-{environment}-access"
            iam.add_user_to_group(GroupName=name, UserName=user.rpartition("/")[2])


def load_balancer_policy(account: Account, environment: str) -> str:
    """Make the policy of the load balancer controller; returns its ARN."""
    iam = account.client(account.up(), "iam")
    statement = {"Effect": "Allow", "Action": [*LOAD_BALANCER_RIGHTS], "Resource": "*"}
    policy = iam.create_policy(
        PolicyName=f"AWSLoadBalancerControllerIAMPolicy-{environment}",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    return policy["Policy"]["Arn"]
