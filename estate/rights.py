"""What somebody may do: the records that IAM roles of the platform are declared with."""

import re
from dataclasses import dataclass

from estate.arns import Arns
from estate.ownership import Owner

_ACTION = r"[a-z0-9-]+:[A-Z][A-Za-z0-9]+"


@dataclass(frozen=True)
class Condition:
    """What a request must show besides; `operator` and `key` are IAM's words.

    `key` and `values`, any of which may match, can say `{environment}` or `{cluster}`.
    """

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class PolicyStatement:
    """Actions on resources; `sid`, letters and digits, says what they are needed for.

    Actions are whole ones, `service:Action`: what AWS adds later is nobody's by accident.

    Raises ValueError if `sid` or an action is not so, or if there is no action.
    """

    sid: str
    actions: tuple[str, ...]
    resources: Arns
    conditions: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch("[A-Za-z0-9]+", self.sid):
            raise ValueError(
                f"PolicyStatement {self.sid!r}: write its sid in letters and digits alone"
            )
        wrong = [one for one in self.actions if not re.fullmatch(_ACTION, one)]
        if wrong or not self.actions:
            raise ValueError(
                f"PolicyStatement {self.sid!r}: write each action out, as in 's3:GetObject';"
                f" {', '.join(wrong) or 'there is none'}"
            )


@dataclass(frozen=True)
class ServiceRole:
    """An IAM role for the pods of one Kubernetes service account (IRSA).

    `name` is without `-role-<environment>`; `namespace` may be a pattern with a star;
    `managed_policies` are ARNs of policies that AWS keeps up to date.

    Raises ValueError if two rights share a sid, or if the role could do nothing.
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
                f"Role {self.name!r}: {', '.join(twice)} names more than one right; rename one"
            )
        if not self.rights and not self.managed_policies:
            raise ValueError(f"Role {self.name!r} may do nothing: give it a right or a policy")

    @property
    def subject(self) -> str:
        """How the cluster's tokens call the service account, in `sub`."""
        return f"system:serviceaccount:{self.namespace}:{self.service_account}"
