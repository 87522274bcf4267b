"""Tests of image tags, with examples and properties."""

import re
import subprocess
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.commands.image_tag import ImageError, ImageTag, image_tag, image_url, parse_tag

UI = "b531d371bd79c64439e76769dfb49cccd4d14fc6"
WORKER = "9985ae28463678cad185c288ff26153c0d2a712d"
REGISTRY = "242905224710.dkr.ecr.eu-west-1.amazonaws.com"

SHAS = st.text("0123456789abcdef", min_size=40, max_size=40)
NAMES = st.from_regex(r"[A-Za-z0-9_]([A-Za-z0-9_-]|\.[A-Za-z0-9_])*", fullmatch=True).filter(
    lambda name: not name.endswith(".lock")
)
REFS = st.builds(
    lambda kind, names: f"refs/{kind}/{'/'.join(names)}",
    st.sampled_from(["heads", "tags", "pull"]),
    st.lists(NAMES | SHAS, min_size=1, max_size=3),
).filter(lambda ref: len(ref) <= 60)
MISLEADING = st.builds(
    "".join, st.lists(SHAS | st.sampled_from(["r", "-", ".", "_", "0"]), min_size=1, max_size=4)
)
SUFFIXES = st.just("") | st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


@pytest.mark.parametrize("suffix", ["", "-r", "-r-builder", "-python", "-python-builder"])
def test_the_tags_of_the_teams_images(suffix: str) -> None:
    tag = image_tag("refs/heads/master", WORKER, suffix.removeprefix("-"))
    assert image_url("242905224710", "eu-west-1", "worker", tag) == (
        f"{REGISTRY}/worker:refs-heads-master-9985ae28463678cad185c288ff26153c0d2a712d{suffix}"
    )


@given(ref=REFS, sha=SHAS, suffix=SUFFIXES)
def test_a_tag_is_valid_in_a_registry_and_parsed_to_its_parts(
    ref: str, sha: str, suffix: str
) -> None:
    tag = image_tag(ref, sha, suffix)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}", str(tag))
    assert parse_tag(str(tag)) == tag == ImageTag(ref.replace("/", "-"), sha, suffix)


@given(ref=st.text(max_size=40) | REFS, sha=st.text(max_size=41) | SHAS, suffix=st.text(max_size=9))
def test_any_input_gives_a_tag_that_can_be_parsed_or_an_error(
    ref: str, sha: str, suffix: str
) -> None:
    with suppress(ImageError):
        tag = image_tag(ref, sha, suffix)
        assert parse_tag(str(tag)) == tag


@given(ref=REFS, sha=SHAS, suffix=MISLEADING)
def test_a_suffix_with_a_commit_hash_is_parsed_or_refused(ref: str, sha: str, suffix: str) -> None:
    with suppress(ImageError):
        tag = image_tag(ref, sha, suffix)
        assert parse_tag(str(tag)) == tag


@given(text=st.text(max_size=60) | st.from_regex(r"refs-heads-[a-z-]{1,9}-[0-9a-f]{38,42}"))
def test_parsing_any_string_gives_a_valid_tag_or_an_error(text: str) -> None:
    with suppress(ImageError):
        assert str(parse_tag(text)) == text


@pytest.mark.parametrize(
    "ref",
    [
        "refs/heads/a..b",
        "refs/heads/.hidden",
        "refs/heads/a//b",
        "refs/heads/a/",
        "refs/heads/a.",
        "refs/heads/a.lock",
        "refs/heads/a.lock/b",
        "refs/heads/a.locked",
        "refs/heads/lock",
        "refs/heads/a/.b",
        "refs/heads/a.b/c_d",
        "refs/heads/x",
        "refs/tags/v1.2.3",
        "refs/pull/12/merge",
        "refs/heads/-",
    ],
)
def test_a_ref_is_valid_if_git_accepts_it(ref: str) -> None:
    git = subprocess.run(["git", "check-ref-format", ref], check=False)
    try:
        image_tag(ref, UI)
        assert git.returncode == 0
    except ImageError:
        assert git.returncode != 0


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("master", "not a full ref. Did you mean refs/heads/master?"),
        ("tags/v1", "not a full ref. Did you mean refs/tags/v1?"),
        ("pull/12/merge", "not a full ref. Did you mean refs/pull/12/merge?"),
        ("heads/master", "not a full ref. Did you mean refs/heads/master?"),
        ("refs/remotes/origin", "not a full ref. Did you mean refs/heads/remotes/origin?"),
        ("", "not a full ref. Did you mean refs/heads/master?"),
        ("refs/heads/", "is not a valid Git ref"),
        ("refs/heads/a+b#c", "contains '#', '+', which an image tag cannot contain"),
        ("refs/heads/a b", "contains ' ', which an image tag cannot contain"),
    ],
)
def test_an_invalid_ref_is_reported_with_the_remedy(ref: str, message: str) -> None:
    with pytest.raises(ImageError) as refusal:
        image_tag(ref, UI)
    assert f"--ref {ref!r}" in str(refusal.value)
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("sha", "message"),
    [
        (UI[:7], f"is abbreviated. Write all 40 digits: git rev-parse {UI[:7]}"),
        (UI.upper(), "is not a commit hash"),
        (UI + "0", "is not a commit hash"),
        ("", "is not a commit hash"),
        (f"{UI}\n", "is not a commit hash"),
    ],
)
def test_an_invalid_commit_hash_is_reported_with_the_remedy(sha: str, message: str) -> None:
    with pytest.raises(ImageError) as refusal:
        image_tag("refs/heads/master", sha)
    assert message in str(refusal.value)


@pytest.mark.parametrize("suffix", ["-r", "r-", "r--x", "R", "r builder", "r\n", WORKER, f"r-{UI}"])
def test_an_invalid_or_ambiguous_suffix_is_refused(suffix: str) -> None:
    with pytest.raises(ImageError, match="--suffix"):
        image_tag("refs/heads/master", UI, suffix)


def test_the_maximum_length_of_a_tag_is_128() -> None:
    longest = "refs/heads/" + "x" * (128 - len("refs-heads-") - 41)
    assert len(str(image_tag(longest, UI))) == 128
    with pytest.raises(ImageError, match="has 129 characters; the maximum is 128"):
        image_tag(longest + "x", UI)


def test_all_problems_are_reported_together() -> None:
    with pytest.raises(ImageError) as refusal:
        image_tag("master", "b531d37", "R", "UI")
    assert [line.split()[0] for line in str(refusal.value).splitlines()] == [
        "--ref",
        "--sha",
        "--suffix",
        "--repository",
    ]


@pytest.mark.parametrize("repository", ["ui", "cellscope/ui", "a--b", "a__b", "x" * 256])
def test_a_repository_name_is_valid_in_ecr(repository: str) -> None:
    tag = image_tag("refs/heads/x", UI)
    assert image_url("242905224710", "eu-west-1", repository, tag) == (
        f"{REGISTRY}/{repository}:{tag}"
    )


@pytest.mark.parametrize(
    "repository", ["", "u", "UI", "ui/", "-ui", "a___b", "ui:latest", "ui\n", "x" * 257]
)
def test_an_invalid_repository_name_is_refused(repository: str) -> None:
    with pytest.raises(ImageError, match="--repository"):
        image_url("242905224710", "eu-west-1", repository, image_tag("refs/heads/x", UI))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "latest",
        UI,
        f"refs-heads-{UI}",
        f"refs-heads-x-{UI[:39]}",
        f"refs-heads-x-{UI}-",
        f"refs-heads-x-{UI}-R",
        f"refs-remotes-x-{UI}",
        f"refs-heads-a..b-{UI}",
        f"refs-heads-.x-{UI}",
        f"refs-heads-x.lock-{UI}",
        f"refs-heads-{'x' * 77}-{UI}",
    ],
)
def test_an_invalid_tag_is_refused(text: str) -> None:
    with pytest.raises(ImageError, match="is not a valid image tag"):
        parse_tag(text)
