"""Records of rights, from which IAM roles and groups are declared."""

from dataclasses import dataclass

from estate.arns import Arns
from estate.ownership import Owner


@dataclass(frozen=True)
class Condition:
    """A condition of an IAM policy statement; one of `values` must match.

    `{environment}` and `{cluster}` in `key` and `values` are filled in.
    """

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class PolicyStatement:
    """A policy statement; `sid` consists of letters and digits and names the purpose.

    Actions are complete, `service:Action`; without wildcards, no new AWS action is granted.
    """

    sid: str
    actions: tuple[str, ...]
    resources: Arns
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class ServiceRole:
    """An IAM role for the pods of one Kubernetes service account (IRSA).

    `name` is without `-role-<environment>`; `namespace` may contain a `*` wildcard;
    `managed_policies` are ARNs of AWS managed policies.
    """

    name: str
    owner: Owner
    namespace: str
    service_account: str
    rights: tuple[PolicyStatement, ...] = ()
    managed_policies: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The `sub` claim of the service account's tokens."""
        return f"system:serviceaccount:{self.namespace}:{self.service_account}"
