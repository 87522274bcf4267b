"""Recovery of a damaged state from an old version in the state bucket."""

import subprocess
from collections.abc import Callable

from simulator.engine import pulumi_command
from tests.engine.conftest import STATE_BUCKET, Platform

STATE = f"s3://{STATE_BUCKET}?region=eu-west-1&awssdk=v2&s3ForcePathStyle=true"
KEY = ".pulumi/stacks/small/dev.json"
PROGRAM = 'import pulumi_aws as aws\naws.sqs.Queue("jobs", name="jobs")\n'


def pulumi(platform: Platform, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the CLI with its state in the simulated bucket."""
    platform.engine.prepare()
    return subprocess.run(
        [pulumi_command(), *arguments, "--non-interactive"],
        cwd=platform.project,
        env=platform.engine.environment() | {"PULUMI_BACKEND_URL": STATE},
        capture_output=True,
        text=True,
        check=False,
    )


def test_old_state_version_restores_the_stack(program: Callable[[str], Platform]) -> None:
    small = program(PROGRAM)
    assert pulumi(small, "stack", "init", "dev").returncode == 0
    deployed = pulumi(small, "up", "-s", "dev", "--yes", "--skip-preview")
    assert deployed.returncode == 0, deployed.stdout
    s3 = small.aws("s3")
    good = s3.get_object(Bucket=STATE_BUCKET, Key=KEY)["VersionId"]

    s3.put_object(Bucket=STATE_BUCKET, Key=KEY, Body=b'{"version": 3, "checkpoint"')
    unchanged = ("up", "-s", "dev", "--yes", "--skip-preview", "--expect-no-changes")
    assert pulumi(small, *unchanged).returncode != 0

    old = s3.get_object(Bucket=STATE_BUCKET, Key=KEY, VersionId=good)["Body"].read()
    s3.put_object(Bucket=STATE_BUCKET, Key=KEY, Body=old)
    again = pulumi(small, *unchanged)
    assert again.returncode == 0, again.stdout
