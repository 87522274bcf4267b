"""An older estate is inspected, imported, and checked, as `python -m delivery adopt` does it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from delivery.adopt.stack_file import ADOPTED, without_setting
from simulator.account.account import CHECKOUT, Account
from tests.engine.conftest import Platform, copied

STACK = "development"
FOLDER = Path("adoption") / STACK


class Adopter:
    """Runs the steps of an adoption in a copy of the project, as the administrator."""

    def __init__(self, platform: Platform) -> None:
        self.platform, self.project = platform, platform.project

    def adopt(self, step: str, *arguments: str, exit_code: int = 0) -> str:
        """Returns the output of a step, which must end with the exit code."""
        done = subprocess.run(
            [sys.executable, "-m", "delivery", "adopt", step, "-s", STACK, *arguments],
            cwd=self.project,
            env=self.platform.engine.environment() | {"PYTHONPATH": str(CHECKOUT)},
            input="",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == exit_code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def read(self, name: str) -> str:
        return (self.project / FOLDER / name).read_text()

    def remove_records(self) -> None:
        """Removes the records of adopted resources from the stack file."""
        file = self.project / f"Pulumi.{STACK}.yaml"
        file.write_text(without_setting(file.read_text(), ADOPTED))

    def resources(self) -> dict[str, dict[str, Any]]:
        """The resources of the stack's state, by URN, without times."""
        state = json.loads(self.platform.pulumi("stack", "export", "-s", STACK).stdout)
        found = state["deployment"].get("resources", [])
        return {
            one["urn"]: {key: value for key, value in one.items() if key not in _TIMES}
            for one in found
        }


_TIMES = ("created", "modified")
QUEUE = "development-queue.fifo"


def make_old_estate(platform: Platform) -> None:
    """Creates what an older program left: names of today, other properties."""
    s3, dynamodb = platform.aws("s3"), platform.aws("dynamodb")
    for name in ("cell-sets", "plots-tables", "worker-results"):
        where = {"LocationConstraint": "eu-west-1"}
        s3.create_bucket(Bucket=f"{name}-development", CreateBucketConfiguration=where)
    s3.put_object(Bucket="cell-sets-development", Key="cells", Body=b"data")
    of_another = {"Environment": "production", "Project": "cellscope"}
    tags = [{"Key": key, "Value": value} for key, value in of_another.items()]
    s3.put_bucket_tagging(Bucket="plots-tables-development", Tagging={"TagSet": tags})
    for name, key in (("experiments", "experimentId"), ("user-access", "anotherId")):
        dynamodb.create_table(
            TableName=f"{name}-development",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
    platform.aws("sqs").create_queue(QueueName=QUEUE, Attributes={"FifoQueue": "true"})
    platform.aws("sns").create_topic(Name="work-results-development-default")


@pytest.fixture(scope="module")
def adopter(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Adopter:
    """An old estate in an account, which the first tests of this file take over step by step."""
    platform = copied(account, tmp_path_factory.mktemp("project"))
    # The stack exists, because only a deploy role can create one with the account's key.
    platform.engine.ensure_stack(STACK)
    make_old_estate(platform)
    return Adopter(platform)


def test_an_inspection_finds_what_exists_and_changes_nothing(adopter: Adopter) -> None:
    assert "not inspected" in adopter.adopt("status")
    out = adopter.adopt("inspect", "--write")
    foreign = "s3.Bucket plots-tables is not imported: plots-tables-development exists, but its tag"
    assert f"{foreign} Environment is production" in out
    ids = {
        one["name"]: one.get("id") for one in json.loads(adopter.read("import.json"))["resources"]
    }
    assert ids["s3.Bucket cell-sets"] == "cell-sets-development"
    assert ids["sns.TopicPolicy work-results"].endswith(":work-results-development-default")
    assert not [name for name in ids if name.endswith(" plots-tables")]
    report = adopter.read("report.md")
    replacing, in_place = report.split("## Differences in place")
    assert (
        "| `dynamodb.Table user-access` | `hashKey` | `anotherId` | `experimentId` |" in replacing
    )
    assert "| `sqs.Queue queue-job` | `deduplicationScope` | `queue` | `messageGroup` |" in in_place
    assert "- `s3.Bucket biomage-source`" in report
    assert adopter.resources() == {}


def test_an_import_that_cannot_be_complete_leaves_the_state_as_it_was(adopter: Adopter) -> None:
    sqs = adopter.platform.aws("sqs")
    queue = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    sqs.delete_queue(QueueUrl=queue)
    out = adopter.adopt("import", exit_code=1)
    assert "nothing was imported" in out
    assert "Queue queue-job: it was deleted since the inspection" in out
    assert adopter.resources() == {}
    settable = {key: attributes[key] for key in ("FifoQueue", "VisibilityTimeout")}
    sqs.create_queue(QueueName=QUEUE, Attributes=settable)


def test_an_import_that_was_interrupted_is_completed(adopter: Adopter) -> None:
    adopter.adopt("import")
    complete = adopter.resources()
    for end in ("s3/bucket:Bucket::worker-results", "cellscope:data:Table::experiments"):
        urn = next(one for one in complete if one.endswith(end))
        arguments = ("-s", STACK, urn, "--yes", "--target-dependents")
        assert adopter.platform.pulumi("state", "delete", *arguments).returncode == 0
    adopter.adopt("import")
    assert adopter.resources() == complete
    assert "nothing to import" in adopter.adopt("import")


def test_the_records_keep_what_a_deployment_would_replace(adopter: Adopter) -> None:
    out = adopter.adopt("check")
    assert "replaces nothing, deletes nothing" in out
    assert "changes dynamodb.Table user-access" not in out
    (table,) = (one for one in adopter.platform.planned(STACK) if one.name == "user-access")
    assert (table.op, table.differences) == ("update", ("tags",))
    adopter.remove_records()
    out = adopter.adopt("check", exit_code=1)
    assert "replace dynamodb.Table user-access: hashKey, rangeKey" in out
    assert "        hashKey: anotherId\n" in out


def test_an_import_is_undone(adopter: Adopter) -> None:
    adopter.adopt("import", "--undo")
    assert adopter.resources() == {}
    found = adopter.platform.aws("s3").get_object(Bucket="cell-sets-development", Key="cells")
    assert found["Body"].read() == b"data"
    assert "no import to undo" in adopter.adopt("import", "--undo", exit_code=1)
