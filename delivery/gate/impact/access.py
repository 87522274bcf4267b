"""Effects of changes of roles, keys and runners on those that use them."""

from collections.abc import Mapping

from delivery.gate.impact.comparisons import changed, items_removed
from delivery.gate.impact.impact import Impact, lost
from delivery.gate.step import Step
from delivery.plan.change import Op

_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
_ALIASES = "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
_RUNNERS = "https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html"

_WAITING = "jobs of workflows that need the runner wait, and end after a day without having run"

ACCESS_IMPACTS: Mapping[str, tuple[Impact, ...]] = {
    "aws:iam/role:Role": (
        lost(
            Step.DISCONNECT,
            "the sessions of the role lose all rights at once; pods and services that use it fail"
            " until they use another one",
            f"{_IAM}/id_roles_manage_delete.html",
            part_of=("assumeRolePolicy",),
        ),
    ),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (
        lost(
            Step.DISCONNECT,
            "no pod or workflow with a token of this provider can assume its role",
            f"{_IAM}/id_roles_providers_create_oidc.html",
        ),
        Impact(
            Step.DISCONNECT,
            "clientIdLists",
            items_removed,
            "tokens for this audience are refused",
            f"{_IAM}/id_roles_providers_create_oidc.html",
        ),
    ),
    "aws:kms/alias:Alias": (
        lost(
            Step.DISCONNECT,
            "requests that name the key by this alias fail",
            _ALIASES,
            part_of=("targetKeyId",),
        ),
        Impact(
            Step.DISCONNECT,
            "targetKeyId",
            changed,
            "requests that name the key by this alias use another key, which cannot decrypt"
            " existing values",
            _ALIASES,
            on=(Op.UPDATE, Op.REPLACE),
            part_of=("targetKeyId",),
        ),
    ),
    "aws:codebuild/project:Project": (lost(Step.DISCONNECT, _WAITING, _RUNNERS),),
    "aws:codebuild/webhook:Webhook": (
        lost(Step.DISCONNECT, _WAITING, _RUNNERS, part_of=("projectName",)),
    ),
}
