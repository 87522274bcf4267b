"""The list of unmanaged resources as Markdown, and what the issue about drift has of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from delivery.unmanaged.table import mark_of, section_of, text_of
from delivery.unmanaged.unmanaged import Listing, Unmanaged, listing_in
from tests.conftest import Golden

ARN = "arn:aws:{}:eu-west-1:242905224710:{}"
USER = Unmanaged("AWS::IAM::User", "eve", "arn:aws:iam::242905224710:user/eve", 912, "2026-11-30")
SOME = Listing(
    (
        Unmanaged(
            *("AWS::EC2::Instance", "test of @grace", ARN.format("ec2", "instance/i-1"), 40),
            cost=12.5,
        ),
        Unmanaged("AWS::EC2::VPC", "a|b `c`", ARN.format("ec2", "vpc/vpc-1")),
        USER,
    ),
    ("AWS::EKS::Cluster is not readable: An error occurred (AccessDeniedException)",),
)
MANY = Listing(tuple(replace(USER, name=f"u-{one}", arn=f"u-{one}") for one in range(5000)))


def test_the_section_of_the_issue_matches_the_golden_file(golden: Golden) -> None:
    golden("tests/delivery/unmanaged/golden/section.md", section_of(SOME, 65_536))


def test_the_command_prints_the_same_table(golden: Golden) -> None:
    golden("tests/delivery/unmanaged/golden/command.md", text_of(SOME) + "\n")


@pytest.mark.parametrize("room", [0, 500, 3_000, 30_000, 65_536])
def test_the_section_of_thousands_of_resources_fits_and_says_what_it_omits(room: int) -> None:
    section = section_of(MANY, room)
    assert len(section) <= room
    shown = section.count("| AWS::IAM::User |")
    if room >= 3_000:
        assert shown > room // 100
        assert f"{5000 - shown} more have no room here." in section
        assert "<summary>5000 unmanaged resources</summary>" in section


def test_a_listing_without_resources_and_notes_has_no_section() -> None:
    assert section_of(Listing(()), 65_536) == ""


def test_the_mark_changes_with_the_resources_and_not_with_their_ages() -> None:
    older = [replace(one, days=99, last_used="2026-12-01", cost=0.0) for one in SOME.resources]
    assert mark_of(replace(SOME, resources=tuple(older))) == mark_of(SOME)
    assert mark_of(replace(SOME, resources=SOME.resources[:2])) != mark_of(SOME)


def test_a_saved_listing_is_read_again(tmp_path: Path) -> None:
    assert listing_in(tmp_path) is None
    SOME.save(tmp_path / "new")
    assert listing_in(tmp_path / "new") == SOME
