"""The policy pack on the real engine: foreign programs, unknown values, configuration."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.account.account import Account
from tests.engine.conftest import PACK, Judgement, Platform, copied

FOREIGN = """
import json
import pulumi_aws as aws

aws.s3.Bucket("public", bucket="their-public")
everybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
everybody["Resource"] = "arn:aws:s3:::their-public/*"
policy = json.dumps({"Version": "2012-10-17", "Statement": [everybody]})
aws.s3.BucketPolicy("public", bucket="their-public", policy=policy)
ssh = aws.ec2.SecurityGroupIngressArgs(
    protocol="tcp", from_port=22, to_port=22, cidr_blocks=["0.0.0.0/0"]
)
aws.ec2.SecurityGroup("open", name="open", ingress=[ssh])
key = aws.dynamodb.TableAttributeArgs(name="id", type="S")
aws.dynamodb.Table("clear", name="clear", hash_key="id", attributes=[key])
anything = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::their-public"}
document = json.dumps({"Version": "2012-10-17", "Statement": [anything]})
aws.iam.Policy("wildcard", name="wildcard", policy=document)
reading = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::their-public"}
long = {"Version": "2012-10-17", "Statement": [reading | {"Sid": "S" * 6100}]}
aws.iam.Policy("long", name="long", policy=json.dumps(long))
aws.iam.Policy("no-json", name="no-json", policy="{'Statement': []}")
lower = {"Version": "2012-10-17", "Statement": [reading | {"Effect": "allow"}]}
aws.iam.Policy("lower", name="lower", policy=json.dumps(lower))
aws.docdb.Cluster("documents", cluster_identifier="documents", storage_encrypted=True)
subnets = aws.eks.ClusterVpcConfigArgs(subnet_ids=["subnet-1", "subnet-2"])
role = "arn:aws:iam::242905224710:role/eks"
aws.eks.Cluster("old", name="old", version="1.29", role_arn=role, vpc_config=subnets)
unknown = aws.kms.Key("key", enable_key_rotation=True).arn.apply(lambda arn: "MUTABLE")
aws.ecr.Repository("images", name="images", image_tag_mutability=unknown)
"""
"""A foreign program with one mistake of each kind, and one value that is unknown in a preview.

AWS reports the mistakes in its policy documents only when it stores them.
https://github.com/pulumi/pulumi-aws/issues/6491
"""

DECIDED_BY_AWS = """
import pulumi_aws as aws

tags = {"Project": "theirs", "ManagedBy": "pulumi", "Environment": "development"}
topic = aws.sns.Topic("first", name="first", kms_master_key_id="alias/aws/sns", tags=tags)
mutability = topic.arn.apply(lambda arn: "MUTABLE")
aws.ecr.Repository("images", name="images", image_tag_mutability=mutability, tags=tags)
"""

REFUSED = {
    ("no-public-resource-policy", "public"): "everyone",
    ("no-open-ingress", "open"): "0.0.0.0/0",
    ("table-encryption", "clear"): "encrypt",
    ("no-wildcard-actions", "wildcard"): "s3:*",
    ("policy-document-size", "long"): "AWS allows 6144",
    ("policy-document-valid", "no-json"): "not valid JSON",
    ("policy-document-valid", "lower"): 'Effect "allow" is not Allow or Deny',
    ("fully-managed-first", "documents"): "DynamoDB",
    ("kubernetes-version-supported", "old"): "new cluster with Kubernetes version 1.29",
}

CHANGES = {
    "bucket-public-access-block": (
        "components/data/bucket.py",
        "block_public_policy=True",
        "block_public_policy=False",
    ),
    "queue-dead-letter-queue": (
        "components/messaging/queue.py",
        "            redrive_policy=redrive,\n",
        "",
    ),
}
"""Changes of the program's text by the rule that reports them: file, old and new text.

Both rules join resources whose properties the engine takes from the program and from the state.
"""


def messages(judged: list[Judgement], rule: str, name: str) -> list[str]:
    return [one.message for one in judged if (one.rule, one.name) == (rule, name)]


def test_foreign_program_has_one_violation_per_mistake(program: Callable[[str], Platform]) -> None:
    small = program(FOREIGN)
    judged = small.judged("dev")
    for (rule, name), word in REFUSED.items():
        (message,) = messages(judged, rule, name)
        assert word in message
    assert {one.level for one in judged if (one.rule, one.name) in REFUSED} == {"mandatory"}
    (unknown,) = messages(judged, "ecr-tag-immutability", "images")
    assert "to be checked at deployment, when these are known: imageTagMutability" in unknown


def test_values_unknown_in_preview_are_checked_before_creation(
    program: Callable[[str], Platform],
) -> None:
    small = program(DECIDED_BY_AWS)
    refused = small.pulumi("up", "-s", "dev", "--yes", "--skip-preview", "--policy-pack", str(PACK))
    assert refused.returncode != 0
    assert "Its imageTagMutability is MUTABLE" in refused.stdout
    assert len(small.aws("sns").list_topics()["Topics"]) == 1
    assert small.aws("ecr").describe_repositories()["repositories"] == []


def test_invalid_pack_configuration_is_reported_first(
    program: Callable[[str], Platform], tmp_path: Path
) -> None:
    config = tmp_path / "policies.json"
    wrong = {"ecr-scan-on-pus": "mandatory", "no-open-ingress": {"port": 1}}
    config.write_text(json.dumps(wrong))
    small = program("import pulumi")
    arguments = ("--policy-pack", str(PACK), "--policy-pack-config", str(config))
    refused = small.pulumi("preview", "-s", "dev", *arguments)
    assert refused.returncode != 0
    assert "Did you mean ecr-scan-on-push?" in refused.stdout
    assert "no-open-ingress.port = 1" in refused.stdout
    assert "Traceback" not in refused.stdout


@pytest.fixture(scope="module")
def mutable(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Platform:
    """A copy of the program whose development stack is deployed."""
    platform = copied(account, tmp_path_factory.mktemp("project"))
    platform.up("development")
    return platform


@pytest.mark.parametrize("rule", CHANGES)
def test_a_changed_program_violates_exactly_one_rule(rule: str, mutable: Platform) -> None:
    path, old, new = CHANGES[rule]
    file = mutable.project / path
    before = file.read_text()
    assert before.count(old) == 1
    file.write_text(before.replace(old, new))
    judged = mutable.judged("development")
    file.write_text(before)
    assert {one.rule for one in judged if one.level == "mandatory"} == {rule}


def test_values_unknown_in_first_preview_are_left_to_the_deployment(platform: Platform) -> None:
    judged = platform.judged("staging")
    assert {one.level for one in judged} == {"advisory"}
    assert all("to be checked at deployment" in one.message for one in judged)


def test_development_stack_violates_no_policy(mutable: Platform) -> None:
    assert mutable.judged("development") == []
