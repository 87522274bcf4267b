import json
from collections.abc import Callable, Mapping

import pytest

from delivery.adopt.access import access
from delivery.adopt.access.access import lost_access, old_keys
from delivery.adopt.access.entries import give_entries
from delivery.adopt.refusal import RefusedError
from delivery.aws import Clients
from iam.aws_auth import MASTERS
from settings import KubernetesGroup, PlatformSettings
from tests.account_roles import make_account_roles
from tests.environments import platform_of

ACCOUNT = "arn:aws:iam::242905224710"
ADMINS = ("ada.lovelace", "grace.hopper", "ci-users/testing/ci-user-testing")
Row = Mapping[str, object]
Rows = Callable[..., None]


def user(name: str, *groups: str) -> Row:
    return {"userarn": f"{ACCOUNT}:user/{name}", "username": name, "groups": list(groups)}


def role(name: str, *groups: str) -> Row:
    return {"rolearn": f"{ACCOUNT}:role/{name}", "username": name, "groups": list(groups)}


@pytest.fixture
def settings() -> PlatformSettings:
    return platform_of("staging")


@pytest.fixture
def account(aws: Clients) -> Clients:
    """An account with the cluster that eksctl made, and with people."""
    make_account_roles(aws("iam"))
    iam, ec2 = aws("iam"), aws("ec2")
    for name in (*ADMINS, "old.admin", "mary.somerville"):
        path, _, last = f"/{name}".rpartition("/")
        iam.create_user(UserName=last, Path=f"{path}/")
    for name in ("eks", "old-nodes"):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"eu-west-1{z}")
        for n, z in enumerate("ab")
    ]
    aws("eks").create_cluster(
        name="biomage-staging",
        roleArn=f"{ACCOUNT}:role/eks",
        resourcesVpcConfig={"subnetIds": [one["Subnet"]["SubnetId"] for one in subnets]},
        accessConfig={"authenticationMode": "API_AND_CONFIG_MAP"},
    )
    waiter = aws("eks").get_waiter("cluster_active")
    waiter.wait(name="biomage-staging", WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    return aws


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Rows:
    """Sets the rows of aws-auth, which the cluster's kubectl answers."""

    def use(*users: Row, roles: tuple[Row, ...] = ()) -> None:
        data = {"mapUsers": json.dumps(users), "mapRoles": json.dumps(roles)}

        def kubectl(config: str, *arguments: str) -> str:
            assert "biomage-staging" in config
            assert arguments[:3] == ("get", "configmap", "aws-auth")
            return json.dumps({"data": data})

        monkeypatch.setattr(access, "kubectl", kubectl)

    return use


def detach_all(iam, role: str) -> None:
    for one in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=role, PolicyArn=one["PolicyArn"])


def test_access_that_the_lists_give_is_not_lost(account: Clients, rows: Rows, settings):
    rows(
        *(user(name, MASTERS) for name in ADMINS),
        user("mary.somerville", KubernetesGroup.READ_ONLY),
        roles=(
            role("nodes", "system:bootstrappers", "system:nodes"),
            role("state-machine-role-staging", "state-machine-runner-group"),
        ),
    )
    assert list(lost_access(settings, account)) == []


def test_an_old_admin_who_is_in_no_list_is_named_with_the_remedy(
    account: Clients, rows: Rows, settings
):
    rows(user("ada.lovelace", MASTERS), user("old.admin", MASTERS))
    (line,) = lost_access(settings, account)
    assert line == (
        f"{ACCOUNT}:user/old.admin would lose system:masters."
        " Add {name: old.admin} to cellscope:admins, or remove the old access."
    )


def test_a_reader_who_was_an_admin_would_lose_that(account: Clients, rows: Rows, settings):
    rows(user("mary.somerville", MASTERS, KubernetesGroup.READ_ONLY))
    (line,) = lost_access(settings, account)
    assert line.startswith(f"{ACCOUNT}:user/mary.somerville would lose system:masters.")


def test_a_second_row_of_a_principal_counts_too(account: Clients, rows: Rows, settings):
    rows(user("old.admin", MASTERS), user("old.admin", "other"))
    (line,) = lost_access(settings, account)
    assert "would lose other, system:masters" in line


def test_a_role_with_other_groups_is_named(account: Clients, rows: Rows, settings):
    rows(roles=(role("deployer-of-flux", MASTERS), role("state-machine-role-staging", "other")))
    first, second = lost_access(settings, account)
    assert "role/deployer-of-flux would lose system:masters" in first
    assert "role/state-machine-role-staging would lose other" in second


def test_a_row_of_a_deleted_user_gives_no_access_to_lose(account: Clients, rows: Rows, settings):
    # EKS compares the ARN with its path.
    rows(user("gone", MASTERS), user("ci-user-testing", MASTERS))
    assert list(lost_access(settings, account)) == []


def test_an_access_entry_made_by_hand_is_named(account: Clients, rows: Rows, settings):
    rows()
    who = {"clusterName": "biomage-staging", "principalArn": f"{ACCOUNT}:user/old.admin"}
    account("eks").create_access_entry(**who, kubernetesGroups=["testers"])
    account("eks").associate_access_policy(
        **who,
        policyArn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope={"type": "cluster"},
    )
    (line,) = lost_access(settings, account)
    assert line.startswith(f"{ACCOUNT}:user/old.admin would lose system:masters, testers.")


def test_an_access_entry_hides_the_row_of_its_principal(account: Clients, rows: Rows, settings):
    rows(user("old.admin", MASTERS))
    who = {"clusterName": "biomage-staging", "principalArn": f"{ACCOUNT}:user/old.admin"}
    account("eks").create_access_entry(**who)
    assert list(lost_access(settings, account)) == []


@pytest.fixture
def node_role(account: Clients) -> str:
    """The role of a node group that was created before the cluster had access entries."""
    eks, arn = account("eks"), f"{ACCOUNT}:role/old-nodes"
    eks.create_nodegroup(
        clusterName="biomage-staging", nodegroupName="old", nodeRole=arn, subnets=["subnet-1"]
    )
    eks.delete_access_entry(clusterName="biomage-staging", principalArn=arn)
    return arn


def test_a_row_of_nodes_without_an_access_entry_is_named(
    account: Clients, rows: Rows, settings, node_role: str
):
    rows(roles=(role("old-nodes", "system:bootstrappers", "system:nodes"),))
    (line,) = lost_access(settings, account)
    assert line.startswith(f"{node_role} would lose its row")
    made = list(give_entries(settings, account))
    assert f"biomage-staging: created the access entry of {node_role}" in made
    entry = {"clusterName": "biomage-staging", "principalArn": node_role}
    assert account("eks").describe_access_entry(**entry)["accessEntry"]["type"] == "EC2_LINUX"
    assert list(lost_access(settings, account)) == []
    account("eks").delete_access_entry(**entry)
    assert list(lost_access(settings, account)) == [line]


def test_the_deploy_role_gets_its_access_before_the_first_deployment(account: Clients, settings):
    eks = account("eks")
    deployer = f"{ACCOUNT}:role/cellscope-deploy-staging"
    assert [*give_entries(settings, account)][-1].startswith(f"biomage-staging: {deployer} is an")
    of = {"clusterName": "biomage-staging", "principalArn": deployer}
    (policy,) = eks.list_associated_access_policies(**of)["associatedAccessPolicies"]
    assert policy["policyArn"].endswith("/AmazonEKSClusterAdminPolicy")
    assert policy["accessScope"]["type"] == "cluster"
    assert list(give_entries(settings, account)) == []


def test_entries_wait_for_the_deploy_role(account: Clients, settings):
    production = platform_of("production")
    with pytest.raises(RefusedError, match="there is no cluster biomage-production"):
        list(give_entries(production, account))
    for name in account("iam").list_role_policies(RoleName="cellscope-deploy-staging")[
        "PolicyNames"
    ]:
        account("iam").delete_role_policy(RoleName="cellscope-deploy-staging", PolicyName=name)
    detach_all(account("iam"), "cellscope-deploy-staging")
    account("iam").delete_role(RoleName="cellscope-deploy-staging")
    with pytest.raises(RefusedError, match="Deploy the stack account first"):
        list(give_entries(settings, account))


def test_without_a_cluster_no_access_is_lost(aws: Clients, settings):
    assert list(lost_access(settings, aws)) == []


def test_old_keys_are_listed_with_their_last_use_and_stay(account: Clients):
    iam = account("iam")
    iam.create_user(UserName="ci-user-api", Path="/ci-users/api/")
    key = iam.create_access_key(UserName="ci-user-api")["AccessKey"]["AccessKeyId"]
    iam.create_access_key(UserName="ada.lovelace")
    assert list(old_keys(account)) == [f"access key {key} of ci-user-api: Active, never used"]
    keys = iam.list_access_keys(UserName="ci-user-api")["AccessKeyMetadata"]
    assert [one["AccessKeyId"] for one in keys] == [key]
