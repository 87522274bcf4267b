"""The policies that concern a request.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
"""

from dataclasses import dataclass
from typing import Any

from iam.decisions import Layer
from iam.documents import Statement, has_variables, statements_of


@dataclass(frozen=True)
class Policy:
    """A policy; `name` is the ARN of a managed policy, or the name of an inline one."""

    name: str
    statements: tuple[Statement, ...]
    variables: bool = True
    """Whether the Version of the document has policy variables."""

    @classmethod
    def read(cls, name: str, document: Any) -> "Policy":
        """Returns a policy with this document, a JSON string or parsed."""
        return cls(name, tuple(statements_of(document)), has_variables(document))


@dataclass(frozen=True)
class Resource:
    """The resource of a request: the id of its account, and its policy, if any.

    `required` is whether the policy must allow the request even within the account, as the policy
    of a KMS key must. The trust policy of a role, which must too, has `layer` TRUST.
    """

    account: str
    policy: Policy | None = None
    required: bool = False
    layer: Layer = Layer.RESOURCE

    @property
    def must_allow(self) -> bool:
        """Whether no identity-based policy suffices without the resource's policy."""
        return self.required or self.layer is Layer.TRUST


@dataclass(frozen=True)
class Policies:
    """The policies that concern a request.

    `identity` are the managed and inline policies of the user and its groups, or of the role.
    `session` are the policies passed when the session began. `control` has the service control
    policies of each level, from the organization's root to the account; each level must allow a
    request. Without `resource`, the resource is in the caller's account and has no policy.
    """

    identity: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    session: tuple[Policy, ...] = ()
    control: tuple[tuple[Policy, ...], ...] = ()
    resource: Resource | None = None
