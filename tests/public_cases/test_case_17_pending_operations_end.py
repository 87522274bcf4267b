"""Public case 17: pending operations of resources that the program no longer declares.

https://github.com/anomalyco/sst/issues/6367
"""

import json
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from simulator.account.failures import Failure, Harm, Moment, Plan
from tests.chaos.deployments import fail_once, pick_up
from tests.engine.conftest import Platform

BUCKET = "urn:pulumi:dev::small::aws:s3/bucket:Bucket::cells"
PROGRAM = """
import pulumi
import pulumi_aws as aws
kept = pulumi.ResourceOptions(protect=True, retain_on_delete=True)
aws.s3.Bucket("cells", bucket="{name}", opts=kept)
"""


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER])
def test_a_killed_creation_whose_code_is_deleted_leaves_nothing_behind(
    program: Callable[[str], Platform], moment: Moment
) -> None:
    name = f"cells-{moment.name.lower()}"
    small = program(PROGRAM.format(name=name))
    plan = Plan({BUCKET: Failure(Harm.ENGINE, moment)}, {}, stops_clock=True)
    assert fail_once(small, "dev", plan)
    (small.project / "__main__.py").write_text("")
    assert pick_up(small, "dev")
    small.up("dev")
    with pytest.raises(ClientError, match="404"):
        small.aws("s3").head_bucket(Bucket=name)
    state = json.loads(small.pulumi("stack", "export", "-s", "dev").stdout)["deployment"]
    assert not state.get("pending_operations")
    assert BUCKET not in {one["urn"] for one in state.get("resources", [])}


def test_a_killed_creation_that_is_still_declared_is_protected_by_the_next_deployment(
    program: Callable[[str], Platform],
) -> None:
    small = program(PROGRAM.format(name="cells-declared"))
    plan = Plan({BUCKET: Failure(Harm.ENGINE, Moment.AFTER)}, {}, stops_clock=True)
    assert fail_once(small, "dev", plan)
    assert pick_up(small, "dev")
    small.up("dev")
    state = json.loads(small.pulumi("stack", "export", "-s", "dev").stdout)["deployment"]
    (bucket,) = (one for one in state["resources"] if one["urn"] == BUCKET)
    assert bucket["protect"]
    assert bucket["retainOnDelete"]
    # The stack is shared with other tests.
    small.pulumi("state", "unprotect", "--all", "-s", "dev", "--yes")
    (small.project / "__main__.py").write_text("")
    small.up("dev")
