"""How images are called, by the mission's examples and by rule."""

import re
import subprocess
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.image_tags import ImageError, ImageTag, check, image_tag, image_url, parse_tag

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


def test_the_ui_image_is_called_as_the_team_calls_it() -> None:
    tag = image_tag("refs/heads/master", UI)
    assert str(tag) == f"refs-heads-master-{UI}"
    url = image_url("242905224710", "eu-west-1", "ui", tag)
    assert url == f"{REGISTRY}/ui:refs-heads-master-{UI}"


@pytest.mark.parametrize("suffix", ["r", "r-builder", "python", "python-builder"])
def test_each_of_the_workers_four_images_is_called_as_the_team_calls_it(suffix: str) -> None:
    tag = image_tag("refs/heads/master", WORKER, suffix)
    assert image_url("242905224710", "eu-west-1", "worker", tag) == (
        f"{REGISTRY}/worker:refs-heads-master-9985ae28463678cad185c288ff26153c0d2a712d-{suffix}"
    )


@given(ref=REFS, sha=SHAS, suffix=SUFFIXES)
def test_a_tag_is_read_back_as_it_was_made(ref: str, sha: str, suffix: str) -> None:
    tag = image_tag(ref, sha, suffix)
    assert parse_tag(str(tag)) == tag == ImageTag(ref.replace("/", "-"), sha, suffix)


@given(ref=REFS, sha=SHAS, suffix=SUFFIXES)
def test_a_tag_is_one_that_a_registry_takes(ref: str, sha: str, suffix: str) -> None:
    text = str(image_tag(ref, sha, suffix))
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}", text)


@given(ref=st.text(max_size=40) | REFS, sha=st.text(max_size=41) | SHAS, suffix=st.text(max_size=9))
def test_whatever_is_given_makes_a_tag_that_is_read_back_or_one_error(
    ref: str, sha: str, suffix: str
) -> None:
    with suppress(ImageError):
        tag = image_tag(ref, sha, suffix)
        assert parse_tag(str(tag)) == tag


@given(ref=REFS, sha=SHAS, suffix=MISLEADING)
def test_a_suffix_with_a_checksum_is_read_back_or_refused(ref: str, sha: str, suffix: str) -> None:
    with suppress(ImageError):
        tag = image_tag(ref, sha, suffix)
        assert parse_tag(str(tag)) == tag


@given(text=st.text(max_size=60) | st.from_regex(r"refs-heads-[a-z-]{1,9}-[0-9a-f]{38,42}"))
def test_whatever_is_read_is_a_tag_of_ours_or_one_error(text: str) -> None:
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
def test_a_ref_is_taken_where_git_takes_it(ref: str) -> None:
    git = subprocess.run(["git", "check-ref-format", ref], check=False)
    try:
        image_tag(ref, UI)
        assert git.returncode == 0
    except ImageError:
        assert git.returncode != 0


@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("master", "not a full ref. Did you mean refs/heads/master?"),
        ("tags/v1", "not a full ref. Did you mean refs/tags/v1?"),
        ("pull/12/merge", "not a full ref. Did you mean refs/pull/12/merge?"),
        ("heads/master", "not a full ref. Did you mean refs/heads/master?"),
        ("refs/remotes/origin", "not a full ref. Did you mean refs/heads/remotes/origin?"),
        ("", "not a full ref. Did you mean refs/heads/master?"),
        ("refs/heads/", "is no ref that Git would make"),
        ("refs/heads/a+b#c", "has '#', '+', which a tag cannot have"),
        ("refs/heads/a b", "has ' ', which a tag cannot have"),
    ],
)
def test_a_bad_ref_is_told_with_what_to_write(ref: str, told: str) -> None:
    with pytest.raises(ImageError) as refusal:
        image_tag(ref, UI)
    assert f"--ref {ref!r}" in str(refusal.value)
    assert told in str(refusal.value)


@pytest.mark.parametrize(
    ("sha", "told"),
    [
        (UI[:7], f"is short. Write all 40 digits: git rev-parse {UI[:7]}"),
        (UI.upper(), "is no commit"),
        (UI + "0", "is no commit"),
        ("", "is no commit"),
        (f"{UI}\n", "is no commit"),
    ],
)
def test_a_bad_checksum_is_told_with_what_to_write(sha: str, told: str) -> None:
    with pytest.raises(ImageError) as refusal:
        image_tag("refs/heads/master", sha)
    assert told in str(refusal.value)


@pytest.mark.parametrize("suffix", ["-r", "r-", "r--x", "R", "r builder", "r\n", WORKER, f"r-{UI}"])
def test_a_suffix_that_could_be_mistaken_is_refused(suffix: str) -> None:
    with pytest.raises(ImageError, match="--suffix"):
        image_tag("refs/heads/master", UI, suffix)


def test_a_tag_of_128_characters_is_taken_and_one_more_is_not() -> None:
    longest = "refs/heads/" + "x" * (128 - len("refs-heads-") - 41)
    assert len(str(image_tag(longest, UI))) == 128
    with pytest.raises(ImageError, match="has 129 characters; 128 are the most"):
        image_tag(longest + "x", UI)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ImageError) as refusal:
        check("master", "b531d37", "R", "UI")
    assert [line.split()[0] for line in str(refusal.value).splitlines()] == [
        "--ref",
        "--sha",
        "--suffix",
        "--repository",
    ]


@pytest.mark.parametrize("repository", ["ui", "cellscope/ui", "a--b", "a__b", "x" * 256])
def test_a_repository_is_named_as_ecr_allows(repository: str) -> None:
    tag = image_tag("refs/heads/x", UI)
    assert image_url("242905224710", "eu-west-1", repository, tag) == (
        f"{REGISTRY}/{repository}:{tag}"
    )


@pytest.mark.parametrize(
    "repository", ["", "u", "UI", "ui/", "-ui", "a___b", "ui:latest", "ui\n", "x" * 257]
)
def test_a_repository_that_ecr_cannot_have_is_refused(repository: str) -> None:
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
def test_what_is_no_tag_of_ours_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ImageError, match="is no tag of ours"):
        parse_tag(text)
