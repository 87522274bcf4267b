"""Killed deployments on the real engine: running the same command again completes them.

`make chaos` does the same at every resource of a stack.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from simulator.account.failures import Failure, Harm, Moment, Plan
from tests.chaos.contents import contents
from tests.chaos.deployments import Fired, fail_at_each, fail_once, pick_up
from tests.engine.conftest import Platform

Program = Callable[[str], Platform]

HEAD = """
import pulumi_aws as aws
tags = {"Owner": "iac"}
"""
FIRST = """
bucket = aws.s3.Bucket("cells", bucket="cells", tags=tags)
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", tags={"Name": "ours"})
queue = aws.sqs.Queue("jobs", name="jobs")
"""
SECOND = """
vpc = aws.ec2.Vpc("vpc", cidr_block="10.1.0.0/16", tags={"Name": "ours"})
subnet = aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.1.0.0/24", tags={"Name": "ours"})
queue = aws.sqs.Queue("jobs", name="jobs", delay_seconds=5, tags=tags)
"""
MADE = ("VPC ['ours', '10.0.0.0/16']", "bucket cells")
MADE_INSTEAD = ("VPC ['ours', '10.1.0.0/16']", "subnet ['ours', '10.1.0.0/24']")

KILLED_HALF_WAY = Failure(Harm.ENGINE, Moment.HALF_WAY)
KILLED_AFTER = Failure(Harm.ENGINE, Moment.AFTER)


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::small::{token}::{name}"


BUCKET = urn("aws:s3/bucket:Bucket", "cells")
VPC = urn("aws:ec2/vpc:Vpc", "vpc")
QUEUE = urn("aws:sqs/queue:Queue", "jobs")


def fired(deployments: Iterable[Fired]) -> dict[str, Failure]:
    return dict(one for deployment in deployments for one in deployment)


def fail_at_each_in_turn(small: Platform, points: Mapping[str, Failure]) -> Iterator[Fired]:
    """One operation at a time: a kill may interrupt another one, which then never fails itself."""
    return fail_at_each(small, "dev", points, "--parallel", "1")


def test_resources_half_created_at_an_engine_kill_are_completed(program: Program) -> None:
    small = program(HEAD + FIRST)
    points = {BUCKET: KILLED_HALF_WAY}
    assert fired(fail_at_each_in_turn(small, points)) == points
    present = contents(small)
    assert [present[name] for name in MADE] == [1] * len(MADE)
    (tag,) = small.aws("s3").get_bucket_tagging(Bucket="cells")["TagSet"]
    assert tag == {"Key": "Owner", "Value": "iac"}


def test_killed_update_replacement_and_deletion_are_completed_by_the_next_deployment(
    program: Program,
) -> None:
    program(HEAD + FIRST).up("dev")
    small = program(HEAD + SECOND)
    points = {QUEUE: KILLED_AFTER, VPC: KILLED_AFTER, BUCKET: KILLED_AFTER}
    assert fired(fail_at_each_in_turn(small, points)) == points
    preview = small.pulumi("preview", "-s", "dev", "--refresh", "--expect-no-changes")
    assert preview.returncode == 0, preview.stdout
    present = contents(small)
    assert [present[name] for name in MADE] == [0] * len(MADE)
    assert [present[name] for name in MADE_INSTEAD] == [1] * len(MADE_INSTEAD)


def test_killed_program_does_not_block_the_next_deployment(program: Program) -> None:
    small = program(HEAD + 'aws.sqs.Queue("last", name="last")')
    fail_once(small, "dev", Plan({}, {1: Failure(Harm.PROGRAM, Moment.AFTER)}))
    assert not pick_up(small, "dev")
    small.up("dev")
    assert contents(small)["queue http://*/*/last"] == 1
