"""Resources that exist already are inspected, imported, released from the import, and checked."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

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

    def resources(self) -> dict[str, dict[str, Any]]:
        """The resources of the stack's state, by URN, without times."""
        state = json.loads(self.platform.pulumi("stack", "export", "-s", STACK).stdout)
        found = state["deployment"].get("resources", [])
        return {
            one["urn"]: {key: value for key, value in one.items() if key not in _TIMES}
            for one in found
        }


_TIMES = ("created", "modified")


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
    platform.aws("sqs").create_queue(
        QueueName="development-queue.fifo", Attributes={"FifoQueue": "true"}
    )
    platform.aws("sns").create_topic(Name="work-results-development-default")


@pytest.fixture(scope="module")
def adopter(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adopter]:
    """An old estate in an account, which the first tests of this file take over step by step."""
    platform = copied(account, tmp_path_factory.mktemp("project"))
    platform.engine.prepare()
    make_old_estate(platform)
    yield Adopter(platform)


def test_an_inspection_reports_and_changes_nothing(adopter: Adopter) -> None:
    assert "not inspected" in adopter.adopt("status")
    out = adopter.adopt("inspect", "--write")
    report = adopter.read("report.md")
    print(out, report)
    assert "s3.Bucket plots-tables is not imported: plots-tables-development exists, but" in out
    file = json.loads(adopter.read("import.json"))
    ids = {one["name"]: one["id"] for one in file["resources"] if "id" in one}
    assert ids["s3.Bucket cell-sets"] == "cell-sets-development"
    assert ids["dynamodb.Table experiments"] == "experiments-development"
    assert "s3.Bucket plots-tables" not in ids
    assert "s3.BucketPublicAccessBlock plots-tables" not in ids
    assert not list((adopter.platform.account.folder / "state").glob(".pulumi/stacks/*/dev*"))


def test_only_the_import_changes_the_state(adopter: Adopter) -> None:
    adopter.adopt("import")
    imported = adopter.resources()
    assert adopter.adopt("import").count("nothing to import") == 1
    assert adopter.resources() == imported
    adopter.adopt("import", "--undo")
    assert adopter.resources() == {}
    adopter.adopt("import")
    assert adopter.resources().keys() == imported.keys()
    settings = yaml.safe_load((adopter.project / f"Pulumi.{STACK}.yaml").read_text())["config"]
    print(settings["cellscope:adopted"])
    print(adopter.adopt("check"))
