"""Corrects moto's Resource Groups Tagging API, which omits services of the program.

https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from moto.cognitoidentity.models import cognitoidentity_backends
from moto.cognitoidp.models import cognitoidp_backends
from moto.core.resource_tagging import TaggedResource, iter_taggable_backends
from moto.ecr.models import ecr_backends
from moto.resourcegroupstaggingapi import models


class _Omitted:
    """The resources of the services that moto omits, as a backend."""

    def __init__(self, account: str, region: str) -> None:
        self._place = account, region

    def owns_arn(self, arn: str) -> bool:
        return False

    def iter_tagged_resources(self) -> Iterator[TaggedResource]:
        for resource_type, found in _FINDERS.items():
            for arn, tags in found(*self._place):
                yield TaggedResource(arn, dict(tags), resource_type)


def _repositories(account: str, region: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    backend = ecr_backends[account][region]
    for one in backend.repositories.values():
        yield one.arn, backend.tagger.get_tag_dict_for_resource(one.arn)


def _user_pools(account: str, region: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for one in cognitoidp_backends[account][region].user_pools.values():
        yield one.arn, one.extended_config.get("UserPoolTags") or {}


def _identity_pools(account: str, region: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for one in cognitoidentity_backends[account][region].identity_pools.values():
        arn = f"arn:aws:cognito-identity:{region}:{account}:identitypool/{one.identity_pool_id}"
        yield arn, one.tags


_FINDERS: Mapping[str, Callable[[str, str], Iterator[tuple[str, Mapping[str, str]]]]] = {
    "cognito-identity:identitypool": _identity_pools,
    "cognito-idp:userpool": _user_pools,
    "ecr:repository": _repositories,
}


def _with_omitted(account_id: str, region_name: str) -> Iterator[Any]:
    yield from iter_taggable_backends(account_id, region_name)
    yield _Omitted(account_id, region_name)


def install() -> None:
    """Patch moto in this process."""
    # The module has the function under the same name.
    setattr(models, iter_taggable_backends.__name__, _with_omitted)
