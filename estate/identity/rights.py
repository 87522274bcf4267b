"""Records of rights, from which IAM roles and groups are declared."""

import re
from dataclasses import dataclass

from estate.arns import Arns
from estate.ownership import Owner

_ACTION = r"[a-z0-9-]+:[A-Z][A-Za-z0-9]+"


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

    Raises ValueError if `sid` or an action has an invalid format, or if there is no action.
    """

    sid: str
    actions: tuple[str, ...]
    resources: Arns
    conditions: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch("[A-Za-z0-9]+", self.sid):
            raise ValueError(
                f"PolicyStatement {self.sid!r}: the sid must consist of letters and digits"
            )
        wrong = [one for one in self.actions if not re.fullmatch(_ACTION, one)]
        if wrong or not self.actions:
            raise ValueError(
                f"PolicyStatement {self.sid!r}: actions must be complete, as in 's3:GetObject';"
                f" {', '.join(wrong) or 'there is no action'}"
            )


@dataclass(frozen=True)
class ServiceRole:
    """An IAM role for the pods of one Kubernetes service account (IRSA).

    `name` is without `-role-<environment>`; `namespace` may contain a `*` wildcard;
    `managed_policies` are ARNs of AWS managed policies.

    Raises ValueError if two rights have the same sid, or if there are no rights and no policies.
    """

    name: str
    owner: Owner
    namespace: str
    service_account: str
    rights: tuple[PolicyStatement, ...] = ()
    managed_policies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sids = [right.sid for right in self.rights]
        twice = sorted({sid for sid in sids if sids.count(sid) > 1})
        if twice:
            raise ValueError(
                f"Role {self.name!r}: the sid {', '.join(twice)} is used by more than one right"
            )
        if not self.rights and not self.managed_policies:
            raise ValueError(f"Role {self.name!r} has no rights: add a right or a managed policy")

    @property
    def subject(self) -> str:
        """The `sub` claim of the service account's tokens."""
        return f"system:serviceaccount:{self.namespace}:{self.service_account}"
