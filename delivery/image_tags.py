"""How images are called: tags that say what was built, and never mean anything else.

A tag is the full Git ref with dashes for slashes, a dash, and the whole checksum of the commit; a
repository that builds several images ends each with a dash and a suffix.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

LONGEST_TAG = 128
"""The characters of a tag (OCI Distribution Specification, "Pulling manifests")."""

_SHA = r"[0-9a-f]{40}"
"""A commit's checksum, as long as Git's SHA-1 makes it."""

_KINDS = ("heads/", "tags/", "pull/")
"""What the refs that workflows run for begin with, after `refs/`."""

_NO_REF = r"//|/$|\.\.|\.$|(^|/)\.|\.lock(/|$)"
"""What no ref contains, of the characters that tags have too (git-check-ref-format)."""

_SUFFIX = r"[a-z0-9]+([._-][a-z0-9]+)*"

_WORDS = r"[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*"
_REPOSITORY = rf"(?=.{{2,256}}$){_WORDS}(/{_WORDS})*"
"""The name of a repository (ECR API, CreateRepository)."""


class ImageError(Exception):
    """What is wrong with an image's name or a part of it: a line for each problem."""


@dataclass(frozen=True)
class ImageTag:
    """A tag in its parts; `ref_name` is the ref with dashes for slashes."""

    ref_name: str
    sha: str
    suffix: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.ref_name, self.sha, self.suffix) if part)


def image_tag(ref: str, sha: str, suffix: str = "") -> ImageTag:
    """The tag of the image that was built from a commit of a ref such as `refs/heads/master`.

    `suffix` tells apart what one build makes, such as `r-builder`. Raises ImageError with all
    problems.
    """
    check(ref, sha, suffix)
    return _tag(ref, sha, suffix)


def check(ref: str, sha: str, suffix: str = "", repository: str | None = None) -> None:
    """Raise ImageError with all problems of what an image's tag and URL are made of."""
    problems = [*_of_ref(ref), *_of_sha(sha), *_of_suffix(suffix)]
    if not problems:
        problems += _of_length(str(_tag(ref, sha, suffix)))
    if repository is not None:
        problems += _of_repository(repository)
    _refuse(problems)


def parse_tag(text: str) -> ImageTag:
    """The parts of a tag. Which of the ref's dashes were slashes, a tag does not say.

    Raises ImageError for what `image_tag` never made.
    """
    if found := re.fullmatch(rf"(refs-.+)-({_SHA})(?:-({_SUFFIX}))?", text):
        # Whatever ref had this name: if Git takes that one, it takes this one, of two slashes.
        with suppress(ImageError):
            return image_tag(found[1].replace("-", "/", 2), found[2], found[3] or "")
    raise ImageError(
        f"{text!r} is no tag of ours. Write a full ref with dashes, a dash, the commit's 40"
        " digits, and perhaps a dash and a suffix, such as"
        f" refs-heads-master-{40 * '0'}-r-builder."
    )


def registry(account_id: str, region: str) -> str:
    """The host that Docker logs in to (ECR guide, "Private registry")."""
    return f"{account_id}.dkr.ecr.{region}.amazonaws.com"


def image_url(account_id: str, region: str, repository: str, tag: ImageTag) -> str:
    """Where Docker pulls the image from. Raises ImageError if there can be no such repository."""
    _refuse(_of_repository(repository))
    return f"{registry(account_id, region)}/{repository}:{tag}"


def _refuse(problems: Iterable[str]) -> None:
    if text := "\n".join(problems):
        raise ImageError(text)


def _tag(ref: str, sha: str, suffix: str) -> ImageTag:
    return ImageTag(ref.replace("/", "-"), sha, suffix)


def _of_ref(ref: str) -> Iterator[str]:
    if strange := sorted(set(re.sub(r"[A-Za-z0-9._/-]", "", ref))):
        yield (
            f"--ref {ref!r} has {', '.join(map(repr, strange))}, which a tag cannot have. Name the"
            " branch or tag in letters, digits, dots, dashes and underscores."
        )
    elif not ref.startswith(tuple(f"refs/{kind}" for kind in _KINDS)):
        name = ref.strip("/").removeprefix("refs/") or "master"
        meant = name if name.startswith(_KINDS) else f"heads/{name}"
        yield f"--ref {ref!r} is not a full ref. Did you mean refs/{meant}?"
    elif re.search(_NO_REF, ref):
        yield f"--ref {ref!r} is no ref that Git would make. Write one as refs/heads/master is."


def _of_sha(sha: str) -> Iterator[str]:
    if re.fullmatch(r"[0-9a-f]{4,39}", sha):
        yield f"--sha {sha!r} is short. Write all 40 digits: git rev-parse {sha}"
    elif not re.fullmatch(_SHA, sha):
        yield f"--sha {sha!r} is no commit. Write its 40 digits, as git rev-parse prints them."


def _of_suffix(suffix: str) -> Iterator[str]:
    if suffix and not re.fullmatch(_SUFFIX, suffix):
        yield (
            f"--suffix {suffix!r} has the wrong form. Write lower-case words with dashes, such as"
            " r-builder."
        )
    elif re.search(rf"(^|-){_SHA}(-|$)", suffix):
        yield f"--suffix {suffix!r} looks like a commit; nobody could tell it from the tag's."


def _of_length(tag: str) -> Iterator[str]:
    if len(tag) > LONGEST_TAG:
        yield (
            f"the tag {tag!r} has {len(tag)} characters; {LONGEST_TAG} are the most that a registry"
            " takes. Use a shorter --ref or --suffix."
        )


def _of_repository(repository: str) -> Iterator[str]:
    if not re.fullmatch(_REPOSITORY, repository):
        yield (
            f"--repository {repository!r} is no name of an ECR repository. Write 2 to 256"
            " lower-case letters and digits with dashes, such as api."
        )
