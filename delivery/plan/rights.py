"""Permissions that a plan adds or removes, in IAM, resource policies and the cluster."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from delivery.plan.change import UNKNOWN, Change, Op, State
from delivery.plan.cluster_rights import IN_CLUSTER, in_cluster, rbac
from delivery.plan.grants import ALLOW, DENY, Grant, Kind, of_identity, of_resource
from delivery.plan.stack_plan import StackPlan

_POLICY = "aws:iam/policy:Policy"
_ATTACHED = {
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": ("group", "group"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ("role", "role"),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": ("user", "user"),
}
_INLINE = {
    "aws:iam/groupPolicy:GroupPolicy": ("group", "group"),
    "aws:iam/rolePolicy:RolePolicy": ("role", "role"),
    "aws:iam/userPolicy:UserPolicy": ("user", "user"),
}
"""Types that grant permissions to an identity: the input with its name, and its kind."""

_RESOURCE_POLICIES = {
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("policy", "repository"),
    "aws:kms/key:Key": ("policy", "description"),
    "aws:s3/bucketPolicy:BucketPolicy": ("policy", "bucket"),
    "aws:secretsmanager/secretPolicy:SecretPolicy": ("policy", "secretArn"),
    "aws:sns/topicPolicy:TopicPolicy": ("policy", "arn"),
    "aws:sqs/queuePolicy:QueuePolicy": ("policy", "queueUrl"),
}
"""Types with a resource policy: the input with the policy, and the input with the resource."""

_GROUPS = "aws:iam/groupMembership:GroupMembership"
_ROLE = "aws:iam/role:Role"


@dataclass(frozen=True)
class RightsChange:
    """Added and removed permissions; those of `unknown` resources are decided at deployment."""

    gained: tuple[Grant, ...] = ()
    lost: tuple[Grant, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def widened(self) -> tuple[Grant, ...]:
        """What principals can do more: new permissions, and denials that are removed."""
        return (*_with(self.gained, ALLOW), *_with(self.lost, DENY))

    @property
    def narrowed(self) -> tuple[Grant, ...]:
        """What principals can do less: removed permissions, and new denials."""
        return (*_with(self.lost, ALLOW), *_with(self.gained, DENY))


def _with(grants: Iterable[Grant], effect: str) -> Iterator[Grant]:
    return (one for one in grants if one.effect == effect)


class _Side:
    """All permissions before or after a plan, by the resource that grants them."""

    def __init__(self, plan: StackPlan, look: Callable[[Change], State | None]) -> None:
        self._states = [(one, side) for one in plan.resources if (side := look(one)) is not None]

    @cached_property
    def _policies(self) -> Mapping[str, State]:
        """Managed policies by ARN, which is their id; new ones, which have none yet, by name."""
        policies = [(change, side) for change, side in self._states if change.type == _POLICY]
        return {change.old.id if change.old else change.name: side for change, side in policies}

    def of(self, change: Change, side: State) -> Iterator[Grant]:
        inputs = side.inputs
        if change.type in _ATTACHED:
            name, kind = _ATTACHED[change.type]
            yield from self._attached(f"{kind} {inputs[name]}", change, inputs["policyArn"])
        elif change.type in _INLINE:
            name, kind = _INLINE[change.type]
            yield from of_identity(f"{kind} {inputs[name]}", inputs["policy"])
        elif change.type in _RESOURCE_POLICIES:
            document, name = _RESOURCE_POLICIES[change.type]
            named = str(inputs.get(name) or change.name)
            yield from of_resource(Kind.RESOURCE_POLICY, inputs.get(document) or "", named)
        elif change.type == _ROLE:
            yield from _of_role(inputs)
        elif change.type == _GROUPS:
            for user in inputs["users"]:
                yield Grant(Kind.MEMBERSHIP, f"user {user}", "membership", inputs["group"])
        yield from in_cluster(change.type, inputs)

    def _attached(self, who: str, change: Change, arn: str) -> Iterator[Grant]:
        # In this program, an attachment has the name of the new policy that it attaches.
        policy = self._policies.get(change.name if arn == UNKNOWN else arn)
        if policy is not None:
            yield from of_identity(who, policy.inputs["policy"])
        elif arn != UNKNOWN:
            yield Grant(Kind.PERMISSION, who, "all that the policy allows", arn)

    def own(self, change: Change, side: State | None) -> frozenset[Grant]:
        """Returns what a resource grants; for a policy, to those that it is attached to."""
        if side is None:
            return frozenset()
        if change.type == _POLICY and change.old and change.old.id in self._attachments:
            return frozenset(of_identity("", side.inputs["policy"]))
        return frozenset(self.of(change, side))

    @cached_property
    def _attachments(self) -> frozenset[str]:
        """ARNs of the policies that are attached to an identity."""
        return frozenset(
            str(side.inputs["policyArn"]) for one, side in self._states if one.type in _ATTACHED
        )

    def grants(self, unknown: frozenset[str]) -> frozenset[Grant]:
        """Returns all permissions, except those that `unknown` resources grant."""
        known = [(change, side) for change, side in self._states if change.urn not in unknown]
        of_resources = (grant for change, side in known for grant in self.of(change, side))
        objects = ((change.type, side.inputs) for change, side in known)
        return frozenset([*of_resources, *rbac(objects)])


def changed_rights(plan: StackPlan) -> RightsChange:
    """Returns the added and removed permissions; an equivalent policy changes none."""
    before, after = _Side(plan, lambda one: one.old), _Side(plan, _after)
    unknown = frozenset(one.urn for one in plan.resources if _is_undecided(one))
    old, new = before.grants(unknown), after.grants(unknown)
    names = (one.label for one in plan.changes() if one.urn in unknown)
    return RightsChange(tuple(sorted(new - old)), tuple(sorted(old - new)), tuple(sorted(names)))


def listed_documents(plan: StackPlan) -> frozenset[str]:
    """Returns the URNs of the resources whose change is among the permission changes."""
    before, after = _Side(plan, lambda one: one.old), _Side(plan, _after)
    return frozenset(
        one.urn
        for one in plan.changes()
        if _is_undecided(one) or before.own(one, one.old) != after.own(one, _after(one))
    )


def _after(change: Change) -> State | None:
    """Returns the state after the deployment; a forgotten resource remains in AWS."""
    return change.old if change.op is Op.FORGET else change.new


def _of_role(inputs: Mapping[str, Any]) -> Iterator[Grant]:
    name = str(inputs.get("name", ""))
    yield from of_resource(Kind.TRUST, inputs.get("assumeRolePolicy") or "", name)
    if boundary := inputs.get("permissionsBoundary"):
        yield Grant(Kind.BOUNDARY, f"role {name}", "all beyond it", str(boundary), effect=DENY)


_DECIDE = ("assumeRolePolicy", "data", "groups", "policy", "policyArn", "roleRef", "rules", "users")
"""Inputs that affect permissions; a permission is unknown only if one of them is."""


_DOCUMENTS = ("assumeRolePolicy", "data.mapRoles", "data.mapUsers", "policy")
"""Inputs that are documents of permissions, whose meaning `changed_rights` compares."""


def is_document(change: Change, path: str) -> bool:
    """Returns whether a property is a policy or the access list of a cluster (aws-auth)."""
    return path in _DOCUMENTS and _gives_rights(change.type)


def _is_undecided(change: Change) -> bool:
    given = any(path.partition(".")[0].partition("[")[0] in _DECIDE for path in change.unknown)
    is_new_attachment = change.type in _ATTACHED and change.op is Op.CREATE
    return given and _gives_rights(change.type) and not is_new_attachment


def _gives_rights(type_: str) -> bool:
    given = (*_ATTACHED, *_INLINE, *_RESOURCE_POLICIES, _GROUPS, _ROLE, _POLICY)
    return type_ in given or type_.startswith(IN_CLUSTER)
