"""A rule against people, and keys of theirs, as resources of a program."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from pydantic import Field

from .resource import Resource
from .rule import Context, Rule, RuleConfig

USER = "aws:iam/user:User"
ACCESS_KEY = "aws:iam/accessKey:AccessKey"
LOGIN_PROFILE = "aws:iam/userLoginProfile:UserLoginProfile"

_IS = {USER: "is an IAM user", ACCESS_KEY: "is a key", LOGIN_PROFILE: "is a password"}
_WHOSE = {USER: "name", ACCESS_KEY: "user", LOGIN_PROFILE: "user"}


class PeopleConfig(RuleConfig):
    """What can be set of no-iam-user-access-keys."""

    machines: tuple[str, ...] = Field(
        (),
        description="names of IAM users, or patterns of them, that programs work as which can take"
        " no role",
    )


def _keys(one: Resource, context: Context[PeopleConfig]) -> Iterator[str]:
    name = _WHOSE[one.type]
    if any(fnmatchcase(one.get(name) or "", pattern) for pattern in context.config.machines):
        return
    yield f"it {_IS[one.type]}, which lasts until somebody takes it away."


NO_KEYS_FOR_PEOPLE = Rule(
    "no-iam-user-access-keys",
    description="The program makes no IAM users, and no keys or passwords of theirs.",
    reason="A key that does not end gets into files and laptops, and its secret into Pulumi's"
    " state; who comes and goes is not the program's to say.",
    remedy="Let programs take a role, and leave users to those who look after people.",
    source="IAM User Guide, Security best practices in IAM: Require workloads to use temporary"
    " credentials with IAM roles",
    example="user: ada.lovelace",
    judges={type_: (name,) for type_, name in _WHOSE.items()},
    check=_keys,
    config=PeopleConfig,
    dormant="The program makes no users, so that nobody adds one, or a key, in passing.",
)

RULES = (NO_KEYS_FOR_PEOPLE,)
