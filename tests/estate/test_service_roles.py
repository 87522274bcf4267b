"""The declared roles: the recorded rights with fixes, and separation of environments."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest
from hypothesis import Phase, given
from hypothesis import settings as configured
from hypothesis import strategies as st

from estate.identity.controller_roles import CONTROLLER_ROLES
from estate.identity.rights import PolicyStatement, ServiceRole
from estate.identity.service_roles import SERVICE_ROLES
from estate.messaging.queues import dead_letter_name
from estate.naming import cluster_name, role_name
from estate.ownership import Owner, default_tags
from settings import DataServicesSettings, Environment
from tests.components.identity.findings import limitable
from tests.environments import KEEPING, settings_of
from tests.estate import estate_2022_rights as recorded
from tests.estate.test_naming import all_names

ROLES = {role.name: role for role in (*SERVICE_ROLES, *CONTROLLER_ROLES)}
RIGHTS = [(role.name, right) for role in ROLES.values() for right in role.rights]

ON_EVERYTHING = {
    ("api", "FindsPools"),
    ("ui", "FindsPools"),
    ("pipeline", "ReportsOnTasks"),
    ("aws-load-balancer-controller", "SeesTheNetwork"),
    ("aws-load-balancer-controller", "SeesLoadBalancers"),
    ("aws-load-balancer-controller", "FindsCertificates"),
    ("aws-load-balancer-controller", "SeesWhetherThereIsShield"),
    ("cluster-autoscaler", "SeesGroupsAndInstanceTypes"),
}
"""Rights on `*`, whose actions support no resource types. A new one needs a decision."""

OF_NO_ENVIRONMENT = {
    "identity/*": "mail is sent from any identity of the platform",
    "vpc/*": "the resources it creates there have the cluster's tag",
    "certificate/*": "read only: certificates are public",
    "regional/webacl/*/*": "reading",
    "protection/*": "reading",
    "role/aws-service-role/elasticloadbalancing.amazonaws.com/"
    "AWSServiceRoleForElasticLoadBalancing": "a service-linked role, once per account",
}
"""ARNs without the environment in the ARN or a condition, with the reason."""

every_right = pytest.mark.parametrize(
    ("role", "right"), RIGHTS, ids=[f"{role}-{right.sid}" for role, right in RIGHTS]
)
in_both_environments = pytest.mark.parametrize("environment", KEEPING)

A_FEW = configured(max_examples=20, phases=[Phase.explicit, Phase.generate])
"""Settings for slow tests of all rights with all resources: no shrinking of examples."""

SETTINGS = st.builds(
    settings_of,
    st.sampled_from(KEEPING),
    account_id=st.from_regex("[0-9]{12}", fullmatch=True),
    region=st.sampled_from(["eu-west-1", "us-east-2", "ap-southeast-1"]),
    account_suffix=st.booleans(),
)


def pairs(role: ServiceRole, settings: DataServicesSettings) -> Iterator[tuple[str, str]]:
    for right in role.rights:
        for action in right.actions:
            for arn in right.resources(settings):
                yield action, arn


def arns_of(settings: DataServicesSettings) -> list[str]:
    """Returns the ARNs of an environment's resources that have the environment in their names."""
    here = f"{settings.region}:{settings.account_id}"
    names, env = all_names(settings, "default"), settings.environment
    tables = [f"arn:aws:dynamodb:{here}:table/{name}" for name in names["table"]]
    machines = ("biomage-qc", "biomage-gem2s", "pipeline", "biomage-pipeline")
    return [
        *(f"arn:aws:s3:::{name}{key}" for name in names["bucket"] for key in ("", "/key")),
        *tables,
        *(f"{table}/index/any" for table in tables),
        *(f"arn:aws:sqs:{here}:{name}" for name in names["queue"]),
        *(f"arn:aws:sns:{here}:{name}" for name in names["topic"]),
        *(f"arn:aws:states:{here}:activity:{name}-{env}-1" for name in machines),
        *(f"arn:aws:states:{here}:stateMachine:{name}-{env}-1" for name in machines),
        *(f"arn:aws:states:{here}:execution:{name}-{env}-1:1" for name in machines),
        f"arn:aws:elasticache:{here}:replicationgroup:biomage-redis-{env}",
        f"arn:aws:eks:{here}:cluster/biomage-{env}",
        f"arn:aws:eks:{here}:nodegroup/biomage-{env}/group/1",
        f"arn:aws:elasticloadbalancing:{here}:loadbalancer/app/k8s-{env}/1",
        f"arn:aws:elasticloadbalancing:{here}:listener/app/k8s-{env}-0a1b2c3d4e/1/2",
        f"arn:aws:elasticloadbalancing:{here}:listener-rule/app/k8s-{env}/1/2/3",
        *(f"arn:aws:iam::{settings.account_id}:role/{role_name(one, settings)}" for one in ROLES),
    ]


@in_both_environments
@pytest.mark.parametrize("repository", recorded.REPOSITORIES)
def test_a_service_has_the_rights_of_2022(repository: str, environment: str) -> None:
    granted = set(pairs(ROLES[repository], settings_of(environment)))
    assert set(recorded.allowed(repository, environment)) - granted == set()


@pytest.mark.parametrize("name", recorded.CONTROLLER_ACTIONS)
def test_a_controller_has_the_documented_rights_for_used_features(name: str) -> None:
    actions = [action for right in ROLES[name].rights for action in right.actions]
    assert set(actions) == recorded.asked_for(name)


@pytest.mark.parametrize("name", recorded.SUBJECTS)
def test_a_role_trusts_the_recorded_service_account(name: str) -> None:
    assert ROLES[name].subject == recorded.SUBJECTS[name]


def test_each_role_has_a_name_of_its_own() -> None:
    assert ROLES.keys() >= recorded.SUBJECTS.keys()
    assert len(ROLES) == len(SERVICE_ROLES) + len(CONTROLLER_ROLES)


@pytest.mark.parametrize("role", SERVICE_ROLES, ids=lambda role: role.name)
def test_a_services_role_trusts_only_its_own_namespaces(role: ServiceRole) -> None:
    assert (role.namespace, role.service_account) == (f"{role.owner}-*", "deployment-runner")


def test_controllers_with_an_aws_managed_policy_have_no_other_rights() -> None:
    managed = {name: role.managed_policies for name, role in ROLES.items() if role.managed_policies}
    assert managed == {name: (arn,) for name, arn in recorded.MANAGED.items()}
    assert [name for name in managed if ROLES[name].rights] == []


def test_each_role_belongs_to_its_repository() -> None:
    assert [role.name for role in SERVICE_ROLES if role.name != role.owner] == []
    assert {role.owner for role in CONTROLLER_ROLES} == {Owner.PLATFORM}


@configured(A_FEW)
@given(settings=SETTINGS)
def test_no_right_reaches_resources_of_the_other_environment(
    settings: DataServicesSettings,
) -> None:
    (other,) = {Environment(name) for name in KEEPING} - {settings.environment}
    mine, theirs = (
        arns_of(one) for one in (settings, settings.model_copy(update={"environment": other}))
    )
    reached = {
        arn
        for role in ROLES.values()
        for _, pattern in pairs(role, settings)
        for arn in (*mine, *theirs)
        if pattern != "*" and fnmatchcase(arn, pattern)
    }
    assert reached
    assert reached.isdisjoint(theirs)


@configured(A_FEW)
@given(settings=SETTINGS)
def test_rights_are_limited_to_the_account_and_region(settings: DataServicesSettings) -> None:
    for role, right in RIGHTS:
        for arn in right.resources(settings):
            if arn != "*":
                _, _, service, region, account, _ = arn.split(":", 5)
                assert region == ("" if service in ("s3", "iam", "shield") else settings.region), (
                    role
                )
                assert account == ("" if service == "s3" else settings.account_id), role


@every_right
def test_rights_are_limited_to_the_environment_or_have_a_reason(
    role: str, right: PolicyStatement
) -> None:
    settings = settings_of("staging")
    words = [word for one in right.conditions for word in (one.key, *one.values)]
    narrowed = any("{cluster}" in word or "{environment}" in word for word in words)
    for arn in right.resources(settings):
        if arn != "*" and "staging" not in arn and not narrowed:
            assert OF_NO_ENVIRONMENT[arn.split(":", 5)[5]]


@every_right
def test_rights_cover_all_resources_only_if_aws_cannot_limit_them(
    role: str, right: PolicyStatement
) -> None:
    everything = "*" in right.resources(settings_of("staging"))
    assert everything == ((role, right.sid) in ON_EVERYTHING)
    assert not everything or not any(limitable(action) for action in right.actions)


@in_both_environments
def test_rights_on_queues_exclude_dead_letter_queues(environment: str) -> None:
    settings = settings_of(environment)
    queue = f"queue-job-default-{environment}.fifo"
    for name in ("api", "worker"):
        patterns = {arn for action, arn in pairs(ROLES[name], settings) if action[:3] == "sqs"}
        (pattern,) = (arn.rpartition(":")[2] for arn in patterns)
        assert fnmatchcase(queue, pattern)
        assert not fnmatchcase(dead_letter_name(queue), pattern)


def conditions(role: str, sid: str) -> set[tuple[str, str, tuple[str, ...]]]:
    (right,) = (right for right in ROLES[role].rights if right.sid == sid)
    return {(one.operator, one.key, one.values) for one in right.conditions}


def test_the_api_passes_its_role_only_to_step_functions() -> None:
    (condition,) = conditions("api", "LetsPipelinesAct")
    assert condition == ("StringEquals", "iam:PassedToService", ("states.amazonaws.com",))


@pytest.mark.parametrize("name", ["api", "ui"])
def test_services_read_only_user_pools_of_their_environment(name: str) -> None:
    (condition,) = conditions(name, "ReadsHowUsersSignIn")
    assert condition == ("StringEquals", "aws:ResourceTag/Environment", ("{environment}",))


def test_the_autoscaler_scales_only_groups_of_its_cluster() -> None:
    (condition,) = conditions("cluster-autoscaler", "ScalesNodesOfItsCluster")
    key = "aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster}"
    assert condition == ("StringEquals", key, ("owned",))
    scaling = {"autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"}
    changing = [
        (right.sid, action)
        for right in ROLES["cluster-autoscaler"].rights
        for action in right.actions
        if not re.match("[a-z0-9]+:(Describe|Get)", action)
    ]
    assert changing == [("ScalesNodesOfItsCluster", action) for action in sorted(scaling)]


def test_the_load_balancer_controller_changes_only_its_tagged_or_named_resources() -> None:
    marks = {"elbv2.k8s.aws/cluster", "kubernetes.io/cluster/{cluster}"}
    for right in ROLES["aws-load-balancer-controller"].rights:
        if all(re.match("[a-z0-9-]+:(Describe|Get|List)", action) for action in right.actions):
            continue
        named = all("k8s-staging" in arn for arn in right.resources(settings_of("staging")))
        marked = {one.key.partition("/")[2] for one in right.conditions if one.operator != "Null"}
        vpc = right.sid == "MakesSecurityGroupsInAVpc"
        aws_own = right.sid == "StartsToUseLoadBalancing"
        assert named or marked & marks or vpc or aws_own, right.sid


def test_the_load_balancer_controller_cannot_delete_an_adopted_load_balancer() -> None:
    (right,) = (
        right
        for right in ROLES["aws-load-balancer-controller"].rights
        if "elasticloadbalancing:DeleteLoadBalancer" in right.actions
    )
    own, not_adopted = right.conditions
    assert own.key == "aws:ResourceTag/elbv2.k8s.aws/cluster"
    assert (not_adopted.operator, not_adopted.key) == (
        "StringNotEquals",
        "aws:ResourceTag/ManagedBy",
    )
    assert not_adopted.values == (default_tags(settings_of("staging"))["ManagedBy"],)


def test_the_load_balancer_controller_tags_only_resources_it_creates() -> None:
    for right in ROLES["aws-load-balancer-controller"].rights:
        tagging = {"ec2:CreateTags", "elasticloadbalancing:AddTags"} & set(right.actions)
        if tagging and right.sid not in ("KeepsListeners", "KeepsRules"):
            keys = {one.key.partition("/")[0]: one.operator for one in right.conditions}
            made_now = any(key.endswith(":CreateAction") for key in keys)
            assert made_now or keys == {"aws:ResourceTag": "StringEquals", "aws:RequestTag": "Null"}


@in_both_environments
def test_roles_and_cluster_have_the_recorded_names(environment: str) -> None:
    settings = settings_of(environment)
    assert role_name("api", settings) == f"api-role-{environment}"
    assert role_name("xray-daemon", settings) == f"xray-daemon-role-{environment}"
    assert cluster_name(settings) == f"biomage-{environment}"
    # The maximum length of a role name (IAM API, CreateRole).
    assert [one for one in ROLES if len(role_name(one, settings)) > 64] == []
