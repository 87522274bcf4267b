"""The AWS account that the search walks through: its principals and what they may try to take.

Roles, groups, boundaries and keys have the documents that the program renders. For each environment
there is one resource of each type that carries rights or data. The account also has things that are
not of this program, all with an administrator's rights and without a boundary.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from iam.policy_sets import Policies, Policy
from tests.iam.rendered import ACCOUNT, IAM, policies_of_role, roles

ENVIRONMENTS = ("staging", "production")
FOREIGN = "other program"
ADMINISTRATOR_POLICY = "arn:aws:iam::aws:policy/AdministratorAccess"
ADMINISTRATOR = Policy.read(
    ADMINISTRATOR_POLICY, {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
)


@dataclass(frozen=True)
class Principal:
    """An IAM role, or the user that a way to rights ends at; `owner` is as in `Thing`.

    `boundary` is the ARN of the permissions boundary, or an empty string.
    """

    arn: str
    owner: str
    policies: Policies = field(compare=False)
    boundary: str = field(init=False)

    def __post_init__(self) -> None:
        boundary = self.policies.boundary
        object.__setattr__(self, "boundary", boundary.name if boundary else "")

    @property
    def name(self) -> str:
        return self.arn.partition("/")[2]


@dataclass(frozen=True)
class Thing:
    """An IAM identity or another resource that a request may name.

    `kind` is the service and type of the Service Authorization Reference, such as `iam:role`, with
    a part after `/` for a thing that has its own methods. `keys` are condition keys of requests.
    `owner` is an environment, `account` (the stack), `people`, `repository:NAME` or FOREIGN.
    Who controls the thing can act as its `principal`. `policy` is its policy, where identity-based
    policies do not suffice: a key policy or a trust policy.
    """

    kind: str
    arn: str
    owner: str
    tags: Mapping[str, str]
    principal: Principal | None = None
    policy: Policy | None = None
    exists: bool = True
    keys: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def type(self) -> str:
        return self.kind.partition("/")[0]


@dataclass(frozen=True)
class World:
    """`boundaries` are all policies that a caller may name as boundary, by ARN."""

    principals: Mapping[str, Principal]
    things: tuple[Thing, ...]
    boundaries: Mapping[str, Policy]

    def of(self, kind: str, *, exists: bool = True) -> list[Thing]:
        return [one for one in self.things if one.kind == kind and one.exists == exists]


def tags_of(owner: str) -> Mapping[str, str]:
    """Returns the tags of this program's resources; others have none."""
    return {"Environment": owner} if owner in (*ENVIRONMENTS, "account") else {}


def rendered_principals() -> dict[str, Principal]:
    """Returns the roles of the stacks, and one role of another program, by name."""
    found = {
        name: Principal(f"{IAM}:role/{name}", stack, policies_of_role(stack, name))
        for stack in ("account", *ENVIRONMENTS)
        for name in roles(stack)
    }
    # Roles that an earlier program left, with names like those of the environments.
    for name in ("legacy-admin", *(f"legacy-role-{one}" for one in ENVIRONMENTS)):
        found[name] = Principal(f"{IAM}:role/{name}", FOREIGN, Policies((ADMINISTRATOR,)))
    return found


def user(name: str, *policies: Policy, owner: str = "people") -> Principal:
    return Principal(f"{IAM}:user/{name}", owner, Policies(policies))


def regional(service: str, rest: str) -> str:
    return f"arn:aws:{service}:eu-west-1:{ACCOUNT}:{rest}"
