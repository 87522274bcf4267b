"""Tags of container images, each unique to a Git ref and a commit.

A tag is the full Git ref with dashes instead of slashes, a dash, and the full commit hash. A
repository that builds several images appends a dash and a suffix to each tag.
"""

import re
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from delivery.command import DeliveryError, argument, command, exclusive
from delivery.stack_files import settings_of
from settings import AccountSettings

MAX_TAG_LENGTH = 128
"""Maximum length of a tag (OCI Distribution Specification, "Pulling manifests")."""

_SHA = r"[0-9a-f]{40}"
"""A commit hash: SHA-1 in hexadecimal digits."""

_REF_KINDS = ("heads/", "tags/", "pull/")
"""Kinds of refs that start workflows, after `refs/`."""

_INVALID_IN_REF = r"//|/$|\.\.|\.$|(^|/)\.|\.lock(/|$)"
"""Sequences of valid tag characters that Git forbids in a ref (git-check-ref-format)."""

_SUFFIX = r"[a-z0-9]+([._-][a-z0-9]+)*"

_WORDS = r"[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*"
_REPOSITORY = rf"(?=.{{2,256}}$){_WORDS}(/{_WORDS})*"
"""The name of an ECR repository (ECR API, CreateRepository)."""


class ImageError(DeliveryError):
    """The name of an image is invalid; the message has a line for each problem."""


@dataclass(frozen=True)
class ImageTag:
    """The parts of a tag; `ref_name` is the ref with dashes instead of slashes."""

    ref_name: str
    sha: str
    suffix: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.ref_name, self.sha, self.suffix) if part)


def image_tag(ref: str, sha: str, suffix: str = "", repository: str | None = None) -> ImageTag:
    """Returns the tag of the image built from a commit of a ref such as `refs/heads/master`.

    `suffix` distinguishes the images of one build, such as `r-builder`. Raises ImageError with all
    problems, also those of the name of the repository.
    """
    tag = ImageTag(ref.replace("/", "-"), sha, suffix)
    problems = [*_of_ref(ref), *_of_sha(sha), *_of_suffix(suffix)]
    problems += [] if problems else _of_length(str(tag))
    problems += [] if repository is None else _of_repository(repository)
    _raise_if_any(problems)
    return tag


def parse_tag(text: str) -> ImageTag:
    """Returns the parts of a tag. The slashes of the ref cannot be restored from its dashes.

    Raises ImageError for a tag that `image_tag` cannot return.
    """
    if found := re.fullmatch(rf"(refs-.+)-({_SHA})(?:-({_SUFFIX}))?", text):
        # Several refs have this tag. If one is valid, so is the one with only two slashes.
        with suppress(ImageError):
            return image_tag(found[1].replace("-", "/", 2), found[2], found[3] or "")
    raise ImageError(
        f"{text!r} is not a valid image tag. Write a full ref with dashes, a dash, the 40 digits of"
        " the commit, and optionally a dash and a suffix, such as"
        f" refs-heads-master-{40 * '0'}-r-builder."
    )


def registry(account_id: str, region: str) -> str:
    """Returns the host of the ECR registry (ECR guide, "Private registry")."""
    return f"{account_id}.dkr.ecr.{region}.amazonaws.com"


def image_url(account_id: str, region: str, repository: str, tag: ImageTag) -> str:
    """Returns the URL of an image. Raises ImageError if the repository name is invalid."""
    _raise_if_any(_of_repository(repository))
    return f"{registry(account_id, region)}/{repository}:{tag}"


def _raise_if_any(problems: Iterable[str]) -> None:
    if text := "\n".join(problems):
        raise ImageError(text)


def _of_ref(ref: str) -> Iterator[str]:
    if strange := sorted(set(re.sub(r"[A-Za-z0-9._/-]", "", ref))):
        yield (
            f"--ref {ref!r} contains {', '.join(map(repr, strange))}, which an image tag cannot"
            " contain. Use only letters, digits, dots, dashes and underscores in the name of the"
            " branch or tag."
        )
    elif not ref.startswith(tuple(f"refs/{kind}" for kind in _REF_KINDS)):
        name = ref.strip("/").removeprefix("refs/") or "master"
        meant = name if name.startswith(_REF_KINDS) else f"heads/{name}"
        yield f"--ref {ref!r} is not a full ref. Did you mean refs/{meant}?"
    elif re.search(_INVALID_IN_REF, ref):
        yield f"--ref {ref!r} is not a valid Git ref. Write a ref such as refs/heads/master."


def _of_sha(sha: str) -> Iterator[str]:
    if re.fullmatch(r"[0-9a-f]{4,39}", sha):
        yield f"--sha {sha!r} is abbreviated. Write all 40 digits: git rev-parse {sha}"
    elif not re.fullmatch(_SHA, sha):
        yield f"--sha {sha!r} is not a commit hash. Write 40 digits, as git rev-parse prints them."


def _of_suffix(suffix: str) -> Iterator[str]:
    if suffix and not re.fullmatch(_SUFFIX, suffix):
        yield (
            f"--suffix {suffix!r} is invalid. Write lower-case words with dashes, such as"
            " r-builder."
        )
    elif re.search(rf"(^|-){_SHA}(-|$)", suffix):
        yield f"--suffix {suffix!r} contains a commit hash, which makes the tag ambiguous."


def _of_length(tag: str) -> Iterator[str]:
    if len(tag) > MAX_TAG_LENGTH:
        yield (
            f"the tag {tag!r} has {len(tag)} characters; the maximum is {MAX_TAG_LENGTH}. Use a"
            " shorter --ref or --suffix."
        )


def _of_repository(repository: str) -> Iterator[str]:
    if not re.fullmatch(_REPOSITORY, repository):
        yield (
            f"--repository {repository!r} is not a valid name of an ECR repository. Write 2 to 256"
            " lower-case letters, digits and dashes, such as api."
        )


@command(
    "image-tag",
    exclusive(
        argument("--ref", help="the full Git ref, such as refs/heads/master"),
        argument("--parse", metavar="TAG", help="print the parts of a tag"),
        required=True,
    ),
    argument("--sha", default="", help="the full commit hash, 40 hexadecimal digits"),
    argument("--suffix", default="", help="suffix of the image, such as r-builder"),
    argument("--repository", help="print the URL of the image in this ECR repository"),
)
def image_tag_command(arguments: Namespace) -> Iterator[str]:
    """Print the tag of an image, its URL (with --repository), or the parts of a tag (--parse)."""
    if arguments.parse is not None:
        parts = parse_tag(arguments.parse)
        yield f"ref: {parts.ref_name}"
        yield f"sha: {parts.sha}"
        yield f"suffix: {parts.suffix}"
        return
    tag = image_tag(arguments.ref, arguments.sha, arguments.suffix, arguments.repository)
    if arguments.repository is not None:
        account = settings_of("account", AccountSettings)
        yield image_url(account.account_id, account.region, arguments.repository, tag)
    else:
        yield str(tag)
