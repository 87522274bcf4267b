"""The tags of resources, for the condition keys `aws:ResourceTag/...`.

Only the services are read whose tags the policies of an estate usually name. The tags of other
resources are not in the request, so a condition on them is not met.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from moto.autoscaling.models import autoscaling_backends
from moto.cognitoidentity.models import cognitoidentity_backends
from moto.cognitoidp.models import cognitoidp_backends
from moto.ec2.models import ec2_backends
from moto.elbv2.models import elbv2_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.secretsmanager.models import secretsmanager_backends

from simulator.authorization.lookups import UNKNOWN, account_id


def tags_of(arn: str) -> Mapping[str, str]:
    """Returns the tags of a resource; none if it does not exist or its service is not read."""
    parts = arn.split(":", 5)
    read = _READERS.get(parts[2]) if len(parts) == 6 else None
    with suppress(*UNKNOWN):
        return dict(read(parts[3], arn)) if read else {}
    return {}


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]


def _of_ec2(region: str, arn: str) -> Mapping[str, str]:
    tags: Mapping[str, Mapping[str, str]] = ec2_backends[account_id()][region].tags
    return tags.get(_name(arn), {})


def _of_load_balancers(region: str, arn: str) -> Mapping[str, str]:
    return elbv2_backends[account_id()][region].describe_tags([arn])[arn]


def _of_groups(region: str, arn: str) -> Mapping[str, str]:
    groups: Any = autoscaling_backends[account_id()][region].autoscaling_groups
    return {one["key"]: one["value"] for one in groups[_name(arn)].tags}


def _of_user_pools(region: str, arn: str) -> Mapping[str, str]:
    pool: Any = cognitoidp_backends[account_id()][region].describe_user_pool(_name(arn))
    return pool.extended_config.get("UserPoolTags") or {}


def _of_identity_pools(region: str, arn: str) -> Mapping[str, str]:
    pools: Any = cognitoidentity_backends[account_id()][region].identity_pools
    return pools[_name(arn)].tags


def _of_oidc_providers(_: str, arn: str) -> Mapping[str, str]:
    """Returns the tags of an OIDC provider; those of other IAM resources are not read."""
    providers: Any = iam_backends[account_id()]["aws"].open_id_providers
    return {one["Key"]: one["Value"] for one in providers[arn].tags.values()}


def _of_keys(region: str, arn: str) -> Mapping[str, str]:
    tags: Any = kms_backends[account_id()][region].list_resource_tags(_name(arn))
    return {one["TagKey"]: one["TagValue"] for one in tags["Tags"]}


def _of_secrets(region: str, arn: str) -> Mapping[str, str]:
    secret: Any = secretsmanager_backends[account_id()][region].secrets[arn]
    return {one["Key"]: one["Value"] for one in secret.tags or ()}


_READERS: Mapping[str, Callable[[str, str], Mapping[str, str]]] = {
    "autoscaling": _of_groups,
    "cognito-identity": _of_identity_pools,
    "cognito-idp": _of_user_pools,
    "ec2": _of_ec2,
    "elasticloadbalancing": _of_load_balancers,
    "iam": _of_oidc_providers,
    "kms": _of_keys,
    "secretsmanager": _of_secrets,
}
