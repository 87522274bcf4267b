from pathlib import Path

import pytest

from delivery.adopt.old_stacks.concerned import concerned_stacks
from delivery.adopt.old_stacks.old_stacks import NESTED, OldResource, OldStack
from delivery.adopt.refusal import RefusedError
from delivery.pulumi_cli import Cli
from tests.delivery.adopt.projects import Project, no_aws, plan_import


def stack(name: str, *resources: tuple[str, str], parent: str | None = None) -> OldStack:
    rows = [OldResource(name, f"R{n}", type_, id_) for n, (type_, id_) in enumerate(resources)]
    return OldStack(name, "CREATE_COMPLETE", tuple(rows), parent)


def names(cli: Cli, *old: OldStack) -> list[str]:
    return [one.name for one in concerned_stacks("staging", cli, no_aws, old)]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("aws:s3/bucket:Bucket", "data"), ("AWS::S3::Bucket", "data")),
        (("aws:iam/policy:Policy", "arn:p"), ("AWS::IAM::ManagedPolicy", "arn:p")),
        (("aws:eks/nodeGroup:NodeGroup", "main:nodes"), ("AWS::EKS::Nodegroup", "main/nodes")),
        (
            ("aws:route53/record:Record", "Z1_scp.example.org_A"),
            ("AWS::Route53::RecordSet", "scp.example.org"),
        ),
        (
            ("aws:route53/record:Record", "Z1_*.scp.example.org_A"),
            ("AWS::Route53::RecordSet", "*.scp.example.org."),
        ),
    ],
)
def test_a_stack_with_an_adopted_resource_is_concerned(tmp_path: Path, ours, theirs):
    old = stack("old", theirs, ("AWS::SNS::Topic", "other")), stack("foreign", (theirs[0], "x"))
    assert names(Project(tmp_path, ours), *old) == ["old"]


def test_a_resource_of_another_kind_with_the_same_name_concerns_no_stack(tmp_path: Path):
    cli = Project(tmp_path, ("aws:s3/bucket:Bucket", "staging"))
    assert names(cli, stack("foreign", ("AWS::IAM::Group", "staging"))) == []


def test_what_is_to_be_imported_counts_too(tmp_path: Path):
    plan_import(tmp_path, ("aws:iam/group:Group", "developers"))
    assert names(Project(tmp_path), stack("old", ("AWS::IAM::Group", "developers"))) == ["old"]


def test_the_family_of_a_nested_stack_is_concerned_with_parents_first(tmp_path: Path):
    cli = Project(tmp_path, ("aws:sqs/queue:Queue", "jobs"))
    old = (
        stack("a-nested", ("AWS::SQS::Queue", "jobs"), parent="root"),
        stack("b-nested", ("AWS::SQS::Queue", "others"), parent="root"),
        stack("root", (NESTED, "a-nested"), (NESTED, "b-nested")),
        stack("foreign", (NESTED, "c")),
    )
    assert names(cli, *old) == ["root", "a-nested", "b-nested"]


def test_all_stacks_of_eksctl_for_an_adopted_cluster_are_concerned(tmp_path: Path):
    cli = Project(tmp_path, ("aws:eks/cluster:Cluster", "staging"))
    own = ("addon-iamserviceaccount-kube-system-aws-node", "cluster", "nodegroup-main")
    old = [stack(f"eksctl-staging-{one}") for one in own]
    other = stack("eksctl-staging-2-cluster", ("AWS::EKS::Cluster", "staging-2"))
    assert names(cli, *old, other) == [f"eksctl-staging-{one}" for one in own]


def test_without_an_adopted_resource_the_remedy_is_to_inspect(tmp_path: Path):
    with pytest.raises(RefusedError, match="adopt inspect -s staging"):
        names(Project(tmp_path, ("pulumi:pulumi:Stack", "")), stack("old"))
