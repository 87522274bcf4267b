"""Statements that deny a role the resources of the account and of other environments.

Most names contain the environment; resources without such a name have the tag `Environment`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from estate.account.account import (
    DEPLOYED_ENVIRONMENTS,
    IAC_KEY_ALIAS,
    github_provider_arn,
    role_arn,
    state_bucket_name,
)
from estate.account.trail import trail_bucket_name
from estate.ownership import ACCOUNT
from settings import SANDBOX, AccountSettings, Environment

Statement = Mapping[str, Any]

_NAMED = (
    *("backup:*", "budgets:", "cloudwatch:*", "cognito-idp:*", "dynamodb:*", "ecr:*", "eks:*"),
    *("elasticache:*", "elasticloadbalancing:*", "events:*", "lambda:*", "logs:*"),
    *("secretsmanager:*", "sns:*", "sqs:*", "states:*", "synthetics:*"),
)
"""The services and regions of ARNs that contain the names of resources, and so the environment."""

_VERBS = "Add Attach Create Delete Detach Pass Put Remove Set Tag Untag Update"
_CHANGES = tuple(f"iam:{verb}*" for verb in _VERBS.split())
"""Actions that change an identity, or pass a role."""

_KEPT_FOR_THE_ACCOUNT = (
    "ec2:DisableEbs*",
    "ec2:ModifyEbs*",
    "ec2:ModifyInstanceMetadataDefaults",
    "logs:PutAccountPolicy",
    "s3:CreateAccessPoint*",
    "s3:CreateJob",
    "s3:PutAccountPublicAccessBlock",
    "cloudtrail:DeleteTrail",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "s3:BypassGovernanceRetention",
)
"""Actions on the trail and on settings of the whole account, which an administrator deploys.

Access points would open a bucket under another ARN.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
"""

_CHANGING_A_BUCKET = (
    "s3:DeleteBucket*",
    "s3:PutBucket*",
    "s3:Put*Configuration",
)
"""Actions that would open a bucket of the account, or delete its files."""

_RUNNING_CODE = (
    *("eks:Associate*", "eks:CreateA*", "eks:CreateFargateProfile", "eks:CreateNodegroup"),
    *("eks:CreatePod*", "eks:Delete*", "eks:Update*", "lambda:Add*", "lambda:CreateEv*"),
    *("lambda:Invoke*", "lambda:Update*", "states:Start*", "states:Update*", "synthetics:Start*"),
    "synthetics:Update*",
)
"""Actions that run code in a cluster, function, state machine or canary, with its role's rights."""

_CHANGING_COMPUTERS = (
    *("ec2:AssociateIamInstanceProfile", "ec2:CreateReplaceRootVolumeTask"),
    *("ec2:CreateLaunchTemplateV*", "ec2:DeleteLaunchTemplate", "ec2:ModifyInstanceAttribute"),
    *("ec2:ModifyLaunchTemplate", "ec2:ReplaceIam*", "ec2:TerminateInstances"),
)
"""Actions that change what runs on instances; the program's instances and templates have tags."""

_USING_THE_ACCOUNT = (
    *("ec2:Describe*", "ecr:*Get*", "ecr:*Check*", "ecr:Describe*", "ecr:List*"),
    *("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:List*", "logs:Describe*"),
)
"""The actions that roles may use on resources of the stack `account`: to pull images, and to
decrypt their own secrets, which the key's policy limits."""


def account_denials(settings: AccountSettings) -> Iterator[Statement]:
    """Yields statements that deny changes of the account's roles, buckets, trail and key."""
    names = ("cellscope-*", settings.break_glass_role, settings.deploy_role_of("*"))
    roles = sorted({role_arn(name, settings) for name in names})
    yield _deny(
        "IdentitiesOfTheAccount",
        _CHANGES,
        *roles,
        f"arn:aws:iam::{settings.account_id}:policy/cellscope-*",
        github_provider_arn(settings),
    )
    yield _deny("SettingsOfTheAccount", _KEPT_FOR_THE_ACCOUNT, "*")
    yield _deny(
        "BucketsOfTheAccount",
        _CHANGING_A_BUCKET,
        *(f"arn:aws:s3:::{name(settings)}" for name in (state_bucket_name, trail_bucket_name)),
    )
    yield _deny("KeyOfSecrets", ("kms:*Alias",), f"arn:aws:kms:*:*:alias/{IAC_KEY_ALIAS}")
    yield {
        "Sid": "ResourcesOfTheAccount",
        "Effect": "Deny",
        "NotAction": list(_USING_THE_ACCOUNT),
        "Resource": "*",
        "Condition": _tagged(ACCOUNT),
    }


def environment_denials(environment: Environment, settings: AccountSettings) -> Iterator[Statement]:
    """Yields statements that deny all actions on resources of the other environments.

    A role gives no resource the tag of another owner, whose program would adopt a data store that
    has it (stacks/adoption.py).
    """
    others = [one for one in DEPLOYED_ENVIRONMENTS if one != environment]
    arns = [
        f"arn:aws:{service}:{settings.account_id}:*{other}*"
        for other in others
        for service in _NAMED
    ]
    identities = [
        f"arn:aws:iam::{settings.account_id}:{kind}/*{other}*"
        for other in others
        for kind in ("group", "policy", "role")
    ]
    endings = ("", "/*", f"-{settings.account_id}", f"-{settings.account_id}/*")
    buckets = [f"arn:aws:s3:::*-{other}{ending}" for other in others for ending in endings]
    yield _deny("OtherEnvironmentsByName", ("*",), *arns, *identities, *buckets)
    yield _deny("OtherEnvironmentsByTag", ("*",), "*") | {"Condition": _tagged(*others)}
    yield _deny("TagsOfOtherEnvironments", ("*",), "*") | {
        "Condition": {"StringEquals": {"aws:RequestTag/Environment": [ACCOUNT, *others]}}
    }
    # EKS gives this tag to what it creates, such as a cluster's security group.
    # https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
    for other in others:
        owned = {f"aws:ResourceTag/kubernetes.io/cluster/biomage-{other}": "owned"}
        yield _deny(f"ClusterOf{other.capitalize()}", ("*",), "*") | {
            "Condition": {"StringEquals": owned}
        }


def program_denials(environment: Environment) -> Iterator[Statement]:
    """Yields statements that keep a role from running code with the rights of other programs."""
    yield {
        "Sid": "OtherProgramsByName",
        "Effect": "Deny",
        "Action": list(_RUNNING_CODE),
        "NotResource": f"arn:aws:*:*:*:*{environment}*",
    }
    yield _deny("OtherProgramsByTag", _CHANGING_COMPUTERS, "*") | {
        "Condition": {"StringNotEquals": {"aws:ResourceTag/Environment": environment}}
    }


def state_denials(owner: str, settings: AccountSettings) -> Iterator[Statement]:
    """Yields statements that deny access to the states of stacks that others deploy.

    Sandboxes read staging's outputs.
    """
    shared = [Environment.STAGING] if owner == SANDBOX else []
    others = [
        one for one in (ACCOUNT, *DEPLOYED_ENVIRONMENTS, SANDBOX) if one not in (owner, *shared)
    ]
    yield _deny("OtherStates", ("s3:*",), *_states(others, settings))
    if shared:
        changes = ("s3:DeleteObject*", "s3:PutObject*")
        yield _deny("SharedStates", changes, *_states(shared, settings))


def _states(stacks: Iterable[str], settings: AccountSettings) -> Iterator[str]:
    """Yields the ARN pattern of each stack's files below `.pulumi/` and `published/`."""
    return (f"arn:aws:s3:::{state_bucket_name(settings)}/*/{stack}*" for stack in stacks)


def record_denials(environment: Environment) -> Iterator[Statement]:
    """Yields a statement that keeps staging to DNS names that contain its name.

    Environments may share a hosted zone. Production's names have no mark, so it has no limit.
    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html
    """
    if environment is not Environment.PRODUCTION:
        names = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
        yield _deny("OtherDnsNames", ("route53:ChangeResourceRecordSets",), "*") | {
            "Condition": {"ForAnyValue:StringNotLike": {names: f"*{environment}*"}}
        }


def _deny(sid: str, actions: tuple[str, ...], *resources: str) -> dict[str, Any]:
    listed = [resources[0] if len(resources) == 1 else list(resources)]
    return {"Sid": sid, "Effect": "Deny", "Action": [*actions], "Resource": listed[0]}


def _tagged(*environments: str) -> Statement:
    return {"StringEquals": {"aws:ResourceTag/Environment": [*environments]}}
