"""Short names of AWS resources for readers, and the ARNs behind them."""

import json
import re

from delivery.plan.stack_plan import StackPlan
from delivery.report.merge import Entry
from delivery.report.text import code

_ARN = re.compile(r"arn:aws:(?P<service>[a-z0-9-]+):[a-z0-9-]*:(?P<owner>[0-9]*):(?P<rest>\S+)")

_KINDS = {"s3": "bucket", "sns": "topic", "sqs": "queue"}
"""Services whose ARNs name no type of resource.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

_OIDC_PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
_EKS_ISSUER = "oidc.eks."
"""Start of the issuer of each EKS cluster, without the scheme, which IAM leaves out in answers.

https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
"""


class Names:
    """Short names of the ARNs of a plan; those of other accounts stay as they are."""

    def __init__(self, plan: StackPlan) -> None:
        self._account = _account_of(plan)
        self._names = {
            one.old.id: f"EKS OIDC provider of {plan.stack}"
            for one in plan.resources
            if one.type == _OIDC_PROVIDER
            and one.old
            and str(one.old.inputs.get("url")).removeprefix("https://").startswith(_EKS_ISSUER)
        }
        self._used: dict[str, str] = {}

    def short(self, text: str) -> str:
        """Returns the short name of an ARN, such as `role api-role-staging`, or another text."""
        found = _ARN.fullmatch(text)
        if found is None or found["owner"] not in ("", self._account):
            return text
        name = self._names.get(text) or _named(found["service"], found["rest"])
        self._used[name] = text
        return name

    @property
    def arns(self) -> list[Entry]:
        """The ARNs behind the short names that were used."""
        return [Entry(code(name), (code(arn),)) for name, arn in sorted(self._used.items())]


def _named(service: str, rest: str) -> str:
    if service in _KINDS:
        return f"{_KINDS[service]} {rest}"
    kind, separator, name = rest.partition(":" if ":" in rest.partition("/")[0] else "/")
    return f"{kind} {name}" if separator else f"{service} {rest}"


def _account_of(plan: StackPlan) -> str:
    """Returns the id of the AWS account of the provider, or an empty string."""
    for one in plan.resources:
        side = one.new or one.old
        if one.type == "pulumi:providers:aws" and side:
            ids = side.inputs.get("allowedAccountIds")
            accounts = json.loads(ids) if isinstance(ids, str) else ids
            return accounts[0] if accounts else ""
    return ""
