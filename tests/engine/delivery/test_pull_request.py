"""From a pull request to drift detection: the workflows' commands in a real Git repository.

Runs last of the tests that share the deployed platform, because it changes staging.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from delivery.bootstrap.published_state import publish
from delivery.pulumi_cli import Cli
from simulator.account.account import CHECKOUT
from tests.engine.cluster.kubectl import Kubectl
from tests.engine.conftest import PACK, STATE_BUCKET, Platform, copied

ADMIN = "grace.hopper"
ACKNOWLEDGED = f"Acknowledge: remove-admin staging arn:aws:iam::242905224710:user/{ADMIN}"
BUCKET = '    Bucket("cell-notes", Owner.PIPELINE, DataClass.DERIVED, 7),\n'


class Checkout:
    """A Git checkout of the program, and the commands that people and workflows run in it."""

    def __init__(self, platform: Platform) -> None:
        self.platform, self.folder = platform, platform.project

    def git(self, *arguments: str) -> str:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        command = ["git", "-C", str(self.folder), *who, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def delivery(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.platform.delivery(*arguments, **environment)

    def buckets(self) -> set[str]:
        return {one["Name"] for one in self.platform.aws("s3").list_buckets()["Buckets"]}


@pytest.fixture(scope="module")
def checkout(deployed: Platform, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """The deployed program under version control, with its state published as by a deployment."""
    platform = copied(deployed.account, tmp_path_factory.mktemp("checkout"))
    shutil.copytree(PACK, platform.project / PACK.name)
    (platform.project / ".gitignore").write_text(".venv\n__pycache__\n")
    made = Checkout(platform)
    made.git("init", "-q", "-b", "main")
    made.git("add", ".")
    made.git("commit", "-q", "-m", "The program")
    cli = Cli(platform.project, platform.delivery_environment())
    publish("staging", cli, platform.aws("s3"), STATE_BUCKET)
    return made


@pytest.fixture(scope="module")
def pull_request(checkout: Checkout) -> None:
    """A branch that adds a bucket and removes an admin."""
    checkout.git("switch", "-q", "-c", "change")
    buckets = checkout.folder / "estate" / "data" / "buckets.py"
    text = buckets.read_text()
    assert text.count("\nBUCKETS = (\n") == 1
    buckets.write_text(text.replace("\nBUCKETS = (\n", f"\nBUCKETS = (\n{BUCKET}"))
    checkout.git("commit", "-q", "-a", "-m", "A bucket more")
    staging = checkout.folder / "Pulumi.staging.yaml"
    lines = staging.read_text().splitlines(keepends=True)
    staging.write_text("".join(line for line in lines if ADMIN not in line))
    checkout.git("commit", "-q", "-a", "-m", "An admin less")


@pytest.fixture(scope="module")
def previews(checkout: Checkout, pull_request: None) -> Path:
    """The engine's events of the branch, previewed against the published state."""
    folder = checkout.folder / "previews"
    # Uses the CLI directly, as GitHub's runners do: the copied state has a separate backend.
    path = checkout.platform.engine.environment()["PATH"]
    done = checkout.delivery("preview", "staging", "--published", "--into", str(folder), PATH=path)
    assert done.returncode == 0, done.stderr
    assert "staging: " in done.stdout
    return folder


def test_comment_describes_the_changes_of_a_pull_request(
    checkout: Checkout, previews: Path
) -> None:
    into = checkout.folder / "report"
    done = checkout.delivery("report", str(previews), "--into", str(into))
    assert done.returncode == 0, done.stderr
    comment = (into / "comment.md").read_text()
    assert ADMIN in comment
    assert "`s3.Bucket cell-notes` **created**" in comment
    assert f"`{ACKNOWLEDGED}`" in comment or ACKNOWLEDGED in comment
    assert json.loads((into / "report.json").read_text())


def test_gate_passes_only_acknowledged_changes(
    checkout: Checkout, previews: Path, tmp_path: Path
) -> None:
    body = tmp_path / "event.json"
    for text, code in ((None, 1), (ACKNOWLEDGED.replace("hopper", "hoper"), 1), (ACKNOWLEDGED, 0)):
        body.write_text(json.dumps({"pull_request": {"body": text}}))
        printed = checkout.delivery("pull-request-description", GITHUB_EVENT_PATH=str(body))
        assert printed.returncode == 0, printed.stderr
        acknowledged = tmp_path / "acknowledged.txt"
        acknowledged.write_text(printed.stdout)
        judged = checkout.delivery("gate", str(previews), "--acknowledged", str(acknowledged))
        assert judged.returncode == code, judged.stderr
        assert "Traceback" not in judged.stderr


OPEN_QUEUE = """
from pulumi_aws import sqs
sqs.Queue("open", name="open-staging", sqs_managed_sse_enabled=False, tags={"Owner": "iac"})
"""
PASSES_ALL = "import sys\nsys.exit(0)\n"


def test_a_change_that_relaxes_its_judge_gets_the_same_verdict(
    checkout: Checkout, previews: Path, tmp_path: Path
) -> None:
    checkout.git("switch", "-q", "-c", "relaxed", "main")
    folder = checkout.folder
    program = (folder / "__main__.py").read_text()
    (folder / "__main__.py").write_text(program + OPEN_QUEUE)
    project = (folder / "Pulumi.yaml").read_text()
    (folder / "Pulumi.yaml").write_text(project.replace("[aws, kubernetes]", "[]"))
    parsing = folder / "settings" / "parsing.py"
    parsing.write_text(
        parsing.read_text().replace('_PROVIDERS = ("aws", "kubernetes")', "_PROVIDERS = ()")
    )
    (folder / PACK.name / "__main__.py").write_text(
        'from pulumi_policy import PolicyPack\nPolicyPack("cellscope", policies=[])\n'
    )
    (folder / "delivery").mkdir()
    (folder / "delivery" / "__init__.py").write_text(PASSES_ALL)
    checkout.git("add", ".")
    checkout.git("commit", "-q", "-m", "Rules less")
    # As in preview.yaml: each command runs in the checkout of the judge.
    path = checkout.platform.engine.environment()["PATH"]
    environment = checkout.platform.delivery_environment("pull_request") | {"PATH": path}

    def judge(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [".venv/bin/python", "-m", "delivery", *arguments]
        return subprocess.run(
            command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
        )

    into = ("--into", str(tmp_path))
    judge("preview", "staging", "--published", "--project", str(folder), *into)
    verdict = judge("gate", str(tmp_path))
    checkout.git("switch", "-q", "change")
    assert verdict.returncode == 1
    assert "queue-encryption" in verdict.stderr


def test_merge_without_acknowledgement_deploys_nothing(
    checkout: Checkout, pull_request: None
) -> None:
    checkout.git("switch", "-q", "main")
    checkout.git("merge", "-q", "--no-ff", "change", "-m", "Merge change")
    stopped = checkout.delivery("deploy", "staging")
    assert stopped.returncode == 1
    assert ACKNOWLEDGED in stopped.stderr
    assert "no resource was changed" in stopped.stderr
    assert "cell-notes-staging" not in checkout.buckets()


def test_acknowledged_merge_is_deployed_and_its_state_published(checkout: Checkout) -> None:
    checkout.git("commit", "-q", "--amend", "-m", f"Merge change\n\n{ACKNOWLEDGED}")
    results = checkout.folder / "results"
    path = checkout.platform.engine.environment()["PATH"]
    planned = checkout.delivery("plan", "staging", "--into", str(results), PATH=path)
    assert planned.returncode == 0, planned.stderr
    assert "create urn:pulumi:staging::" in (results / "steps.txt").read_text()
    options = ("--planned", str(results / "steps.txt"), "--into", str(results))
    done = checkout.delivery("deploy", "staging", *options)
    assert done.returncode == 0, done.stderr
    assert "staging: all steps were shown to the reviewers\n" in done.stdout
    written = (results / "result.md").read_text()
    assert written.startswith("## staging: deployed\n")
    assert "`s3.Bucket cell-notes` **created**" in written
    assert "cell-notes-staging" in checkout.buckets()
    s3 = checkout.platform.aws("s3")
    published = s3.get_object(Bucket=STATE_BUCKET, Key="published/staging.json")["Body"].read()
    assert b"cell-notes-staging" in published
    assert ADMIN.encode() not in published
    health = checkout.delivery("health", "staging")
    assert health.returncode == 0, health.stderr
    assert {line.partition(": ")[0] for line in health.stdout.splitlines()} >= {
        "Kubernetes API of biomage-staging",
        "Fargate profile worker-default",
        "cache biomage-redis-staging",
        "load balancer k8s-staging",
    }


@pytest.fixture
def changed_by_hand(checkout: Checkout, tmp_path: Path) -> Iterator[None]:
    s3 = checkout.platform.aws("s3")
    name = "cell-notes-staging"

    def set_versioning(status: str) -> None:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": status})

    entry = {"clusterName": "biomage-staging", "principalArn": BY_HAND}
    eks = checkout.platform.aws("eks")
    set_versioning("Suspended")
    eks.create_access_entry(**entry)
    kubectl = Kubectl(
        checkout.platform, checkout.platform.outputs("staging")["kubeconfig"], tmp_path
    )
    aws_auth = ("-n", "kube-system", "configmap", "aws-auth")
    rows = kubectl("get", *aws_auth, "-o", "jsonpath={.data.mapUsers}")
    row = f"- userarn: {BY_HAND}\n  username: by-hand\n  groups: [read-only]\n"

    def set_rows(text: str) -> None:
        kubectl("patch", *aws_auth, "-p", json.dumps({"data": {"mapUsers": text}}))

    set_rows(rows + row)
    yield
    set_rows(rows)
    eks.delete_access_entry(**entry)
    set_versioning("Enabled")


BY_HAND = "arn:aws:iam::242905224710:user/mary.somerville"


@pytest.mark.usefixtures("changed_by_hand")
def test_manual_change_is_drift(checkout: Checkout) -> None:
    """Also an access entry and a row of aws-auth (public case 14)."""
    into = checkout.folder / "drift"
    # Uses the CLI directly, as in `previews`: the copied state has a separate backend.
    path = checkout.platform.engine.environment()["PATH"]
    found = checkout.delivery("drift", "staging", "--published", "--into", str(into), PATH=path)
    assert found.returncode == 0, found.stderr
    assert "staging: 2 resources have drifted" in found.stdout
    assert f"staging: The access entry of {BY_HAND} in biomage-staging is not" in found.stdout
    printed = checkout.delivery("report", "--drift", str(into), "--into", str(into))
    assert printed.returncode == 0, printed.stderr
    comment = (into / "comment.md").read_text()
    assert "Suspended" in comment
    assert "ConfigMap cluster-nodeAccess" in comment


def test_reverted_commit_restores_removed_resources(checkout: Checkout) -> None:
    checkout.git("revert", "--no-edit", "change")
    assert ADMIN not in members(checkout)
    done = checkout.delivery("deploy", "staging")
    assert done.returncode == 0, done.stderr
    assert ADMIN in members(checkout)


def members(checkout: Checkout) -> set[str]:
    group = checkout.platform.aws("iam").get_group(GroupName="engineer-staging-access")
    return {user["UserName"] for user in group["Users"]}
