"""Principals that make requests, and how the Principal element of a policy names them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from iam.documents import ALL_PRINCIPALS, Principal, Statement


class Kind(StrEnum):
    """A kind of caller; the first three are the values of the condition key aws:PrincipalType."""

    USER = "User"
    SESSION = "AssumedRole"
    ROOT = "Account"
    SERVICE = "Service"
    WEB_IDENTITY = "Federated"
    ANONYMOUS = "Anonymous"


class Grant(IntEnum):
    """How a policy names a caller: not at all, by its account, by its role, or directly.

    A grant to the account only permits its administrators to allow the action. Permissions
    boundaries and session policies limit a grant to the role, but no direct grant.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
    """

    NONE = 0
    ACCOUNT = 1
    ROLE = 2
    DIRECT = 3


@dataclass(frozen=True)
class Caller:
    """The principal of a request.

    `arn` is the ARN of the user, session or root user, the name of the service, or the ARN or host
    of the identity provider whose token comes with sts:AssumeRoleWithWebIdentity. It is empty for
    an anonymous caller. `role_arn` includes the path of the role; only a session has it.
    """

    kind: Kind
    arn: str
    role_arn: str = ""

    @classmethod
    def user(cls, arn: str) -> "Caller":
        """Returns an IAM user."""
        return cls(Kind.USER, arn)

    @classmethod
    def root(cls, account: str) -> "Caller":
        """Returns the root user of the account with this id."""
        return cls(Kind.ROOT, f"arn:aws:iam::{account}:root")

    @classmethod
    def session(cls, role_arn: str, name: str) -> "Caller":
        """Returns a session, with this name, of a role; its ARN omits the path of the role."""
        account, role = role_arn.split(":")[4], role_arn.rpartition("/")[2]
        return cls(Kind.SESSION, f"arn:aws:sts::{account}:assumed-role/{role}/{name}", role_arn)

    @classmethod
    def service(cls, name: str) -> "Caller":
        """Returns an AWS service, such as `events.amazonaws.com`."""
        return cls(Kind.SERVICE, name)

    @classmethod
    def web_identity(cls, provider: str) -> "Caller":
        """Returns a person or workload with a token of an identity provider, but no role yet."""
        return cls(Kind.WEB_IDENTITY, provider)

    @classmethod
    def anonymous(cls) -> "Caller":
        """Returns the caller of a request without a signature."""
        return cls(Kind.ANONYMOUS, "")

    @property
    def account(self) -> str:
        """The id of the caller's account; empty for a service, web identity or anonymous caller."""
        outside = self.kind in (Kind.SERVICE, Kind.WEB_IDENTITY, Kind.ANONYMOUS)
        return "" if outside else self.arn.split(":")[4]

    @property
    def names(self) -> Mapping[Principal, Grant]:
        """The principals by which a policy may name the caller."""
        if not self.account:
            return {Principal(self.kind, self.arn): Grant.DIRECT}
        names = {Principal("AWS", f"arn:aws:iam::{self.account}:root"): Grant.ACCOUNT}
        if self.role_arn:
            names[Principal("AWS", self.role_arn)] = Grant.ROLE
        return names | {Principal("AWS", self.arn): Grant.DIRECT}

    @property
    def keys(self) -> Mapping[str, str]:
        """The condition keys of each request of the caller that its ARN determines.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        """
        if self.kind is Kind.SERVICE:
            return {"aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": self.arn}
        if not self.account:
            return {}
        name = {"aws:username": self.arn.rpartition("/")[2]} if self.kind is Kind.USER else {}
        return name | {
            "aws:PrincipalArn": self.role_arn or self.arn,
            "aws:PrincipalAccount": self.account,
            "aws:PrincipalType": str(self.kind),
            "aws:PrincipalIsAWSService": "false",
        }


def grant_of(statement: Statement, caller: Caller, *, bounded: bool) -> Grant:
    """Returns how the Principal or NotPrincipal of a statement names the caller.

    `bounded` is whether the caller has a permissions boundary.
    """
    if not statement.not_principals:
        return _strongest(statement.principals, caller)
    if statement.allows:
        excluded = _strongest(statement.not_principals, caller)
    else:
        excluded = not bounded and _is_exempt(statement.not_principals, caller)
    return Grant.NONE if excluded else Grant.DIRECT


def _strongest(principals: Iterable[Principal], caller: Caller) -> Grant:
    return max((_grant(one, caller) for one in principals), default=Grant.NONE)


def _grant(principal: Principal, caller: Caller) -> Grant:
    same_kind = any(name.kind == principal.kind for name in caller.names)
    if principal == ALL_PRINCIPALS or (principal.value == "*" and same_kind):
        return Grant.DIRECT
    return caller.names.get(_with_arn(principal), Grant.NONE)


def _with_arn(principal: Principal) -> Principal:
    """Returns a principal that is an account's id by the account's ARN, which means the same."""
    if principal.kind == "AWS" and principal.value.isdigit():
        return Principal("AWS", f"arn:aws:iam::{principal.value}:root")
    return principal


def _is_exempt(listed: Iterable[Principal], caller: Caller) -> bool:
    """Returns whether a denial does not apply, since it excepts the listed principals.

    The list must contain the caller's account, too, and the role of a session. With a permissions
    boundary, no list excepts the caller.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    """
    needed = set(caller.names)
    if caller.role_arn:
        needed.remove(Principal("AWS", caller.arn))
    return needed <= {_with_arn(one) for one in listed}
