"""The decision about a request, with the message of AWS and the reason.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from dataclasses import dataclass
from enum import StrEnum

from iam.callers import Caller, Kind
from iam.documents import Statement
from iam.requests import Request


class Layer(StrEnum):
    """A type of policy, in the words of AWS's error messages."""

    CONTROL = "service control policy"
    RESOURCE = "resource-based policy"
    TRUST = "role trust policy"
    IDENTITY = "identity-based policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"


@dataclass(frozen=True)
class Decision:
    """Whether a request is allowed, and why.

    `layer` is the type of policy that decided. `policy` and `statement` are the policy's name and
    the statement which allows or explicitly denies. They are missing for an implicit deny, and if
    the root user is allowed, who needs no policy.
    """

    request: Request
    caller: Caller
    allowed: bool
    layer: Layer
    policy: str = ""
    statement: Statement | None = None

    @property
    def explicit(self) -> bool:
        """Whether a statement denies the request; without one, no statement allows it."""
        return not self.allowed and self.statement is not None

    @property
    def message(self) -> str:
        """The error message of AWS; empty if the request is allowed.

        AWS names the ARN of a policy that denies, if it has one, but not the statement.
        """
        if self.allowed:
            return ""
        action = self.request.action
        if self.caller.kind is Kind.WEB_IDENTITY:
            return f"Not authorized to perform {action}"
        trust = self.layer is Layer.TRUST
        resource = "" if trust else f" on resource: {self.request.resource}"
        start = f"User: {self.caller.arn} is not authorized to perform: {action}{resource}"
        if not self.explicit:
            return f"{start} because no {self.layer} allows the {action} action"
        article = "the" if trust else "an" if self.layer is Layer.IDENTITY else "a"
        arn = f": {self.policy}" if self.policy.startswith("arn:") else ""
        return f"{start} with an explicit deny in {article} {self.layer}{arn}"

    @property
    def reason(self) -> str:
        """The reason in one line, with the policy and the Sid or number of the statement."""
        if self.statement:
            word = "allowed" if self.allowed else "denied"
            return f"{word} by {self.statement.label} of the {self.layer} {self.policy}"
        if self.allowed:
            return "allowed because the caller is the root user of the account"
        return f"denied because no {self.layer} allows {self.request.action}"
