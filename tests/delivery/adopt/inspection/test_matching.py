"""The resource in AWS that a declared one would be."""

import re
from pathlib import Path
from typing import Any

import pulumi_aws
import pytest
from botocore.exceptions import ClientError

from delivery.adopt.inspection.declared import Declared
from delivery.adopt.inspection.import_ids import IMPORT_IDS, NOT_IMPORTABLE
from delivery.adopt.inspection.matching import Match, matches
from delivery.aws import Clients
from delivery.recovery.identity import is_findable

GOLDEN = Path(__file__).parents[3] / "golden"
SDK = Path(pulumi_aws.__file__).parent

UNDOCUMENTED = {"aws:ec2/launchTemplate:LaunchTemplate", "aws:eks/addon:Addon"}
"""Types whose pages lack the section that the Terraform provider's have.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_template#import
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_addon#import
"""


def declared(token: str, **inputs: Any) -> Declared:
    urn = f"urn:pulumi:staging::small::{token}::it"
    return Declared(urn, True, "", "", inputs, True, False, True)


def match(aws: Clients, token: str, **inputs: Any) -> Match:
    (found,) = matches([declared(token, **inputs)], aws)
    return found


def page_of(token: str) -> str:
    """The page of a type in the installed SDK."""
    module, file = token.split(":")[1].split("/")
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", file).lower()
    return (SDK / module / f"{snake}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("stack", ["account", "production", "staging"])
def test_every_type_of_a_stack_is_importable_or_it_is_said_why_not(stack: str) -> None:
    lines = (GOLDEN / f"inventory-{stack}.txt").read_text().splitlines()
    tokens = {line.split()[0] for line in lines if line.startswith(("aws:", "kubernetes:"))}
    assert tokens
    assert not {one for one in tokens if not is_findable(one) and one not in NOT_IMPORTABLE}
    pages = {one: page_of(one) for one in tokens if one.startswith("aws:")}
    undocumented = {one for one, page in pages.items() if "$ pulumi import aws:" not in page}
    assert undocumented <= NOT_IMPORTABLE.keys() | UNDOCUMENTED


def test_import_ids_have_the_form_that_the_pages_of_the_types_show() -> None:
    inputs = {
        "destinationCidrBlock": "10.42.0.0/16",
        "routeTableId": "rtb-656C65616E6F72",
        "subnetId": "subnet-6777656e646f6c796e",
        "userPoolId": "us-west-2_abc123",
    }
    for token, spelt in IMPORT_IDS.items():
        shown = re.findall(r"\$ pulumi import \S+ \S+ (\S+)", page_of(token))
        id_ = spelt(inputs, "3ho4ek12345678909nh3fmhpko")
        assert id_.lower() in {one.lower() for one in shown}, token


def test_a_resource_that_follows_from_its_name_may_exist(aws: Clients) -> None:
    assert match(aws, "aws:s3/bucket:Bucket", bucket="source").id == "source"


def test_a_resource_that_aws_lacks_has_no_id(aws: Clients) -> None:
    found = match(aws, "aws:sqs/queue:Queue", name="jobs")
    assert (found.id, found.doubt) == (None, None)


def test_of_two_alike_none_is_guessed(aws: Clients) -> None:
    pools = [aws("cognito-idp").create_user_pool(PoolName="users") for _ in range(2)]
    found = match(aws, "aws:cognito/userPool:UserPool", name="users")
    assert found.id is None
    for pool in pools:
        assert pool["UserPool"]["Id"] in (found.doubt or "")


def test_a_refused_search_is_a_doubt() -> None:
    def refusing(service: str) -> Any:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "ListUserPools")

    found = match(refusing, "aws:cognito/userPool:UserPool", name="users")
    assert found.id is None
    assert "AccessDenied" in (found.doubt or "")


def test_a_resource_whose_search_needs_an_unknown_input_waits(aws: Clients) -> None:
    assert not list(matches([declared("aws:sns/topicPolicy:TopicPolicy")], aws))


def test_what_the_state_has_and_what_no_import_can_read_is_not_searched(aws: Clients) -> None:
    managed = declared("aws:s3/bucket:Bucket", bucket="source")._replace(created=False)
    members = declared("aws:iam/groupMembership:GroupMembership", name="engineers")
    assert not list(matches([managed, members], aws))
