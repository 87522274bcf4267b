"""Rules for container images: trusted registries and pinned versions."""

import re
from collections.abc import Iterator
from operator import attrgetter
from re import Pattern
from typing import Annotated

from pydantic import Field, PlainSerializer

from policies.engine.resource import Resource
from policies.engine.rule import Context, Rule, RuleConfig
from policies.rules.cluster.workloads import WORKLOADS, containers_of, pod_paths, title

_PARADIGM = "the team's paradigms, popular over clever"
_IMAGE_PATHS = pod_paths(
    WORKLOADS,
    *(
        f"spec.{kind}.{name}"
        for kind in ("containers", "initContainers")
        for name in ("image", "name")
    ),
)


Source = Annotated[Pattern[str], PlainSerializer(attrgetter("pattern"), return_type=str)]
"""A regular expression that is serialized as its pattern."""


class ImageSourcesConfig(RuleConfig):
    """The configuration of image-registry-allowed."""

    sources: tuple[Source, ...] = Field(
        (
            re.compile(r"\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/"),
            re.compile(r"public\.ecr\.aws/"),
            re.compile(r"registry\.k8s\.io/"),
        ),
        description="regular expressions that match the beginning of an allowed image's address",
    )


class PinnedImagesConfig(RuleConfig):
    """The configuration of image-pinned."""

    moving: frozenset[str] = Field(
        frozenset({"edge", "latest", "main", "master", "nightly", "stable"}),
        description="tags that are mutable by convention",
    )


def _image_sources(one: Resource, context: Context[ImageSourcesConfig]) -> Iterator[str]:
    for container in containers_of(one):
        image = container.get("image") or ""
        if not any(source.match(image) for source in context.config.sources):
            yield (
                f"{title(container)} runs {image or 'no image'}, which is not from an allowed"
                " source."
            )


def _pinned_images(one: Resource, context: Context[PinnedImagesConfig]) -> Iterator[str]:
    for container in containers_of(one):
        image = container.get("image") or ""
        if not _is_pinned(image, context.config.moving):
            yield (
                f"{title(container)} runs {image or 'no image'}, whose tag may change to another"
                " image."
            )


def _is_pinned(image: str, moving: frozenset[str]) -> bool:
    name, _, digest = image.partition("@")
    # A registry's port is not a tag.
    tag = name.rpartition("/")[2].partition(":")[2]
    return bool(digest) or tag not in {"", *moving}


RULES = (
    Rule(
        "image-registry-allowed",
        description="Images come from the team's own registry, the ECR Public Gallery or"
        " registry.k8s.io.",
        reason="Anyone can publish an image under any name in a public registry.",
        remedy=(
            "Use an image from public.ecr.aws (Docker's official images are in docker/library) or"
            " from a repository of the account, or agree on the source and add it to the rule's"
            " sources."
        ),
        source=f"{_PARADIGM}; Amazon ECR Public User Guide",
        example="spec: {template: {spec: {containers: [{name: ui, image: ghcr.io/me/ui:1.0}]}}}",
        judges=_IMAGE_PATHS,
        check=_image_sources,
        config=ImageSourcesConfig,
    ),
    Rule(
        "image-pinned",
        description="An image has a fixed version tag or a digest.",
        reason="Production must run the image that was tested in staging.",
        remedy="Set the image's tag to a version, or add its digest.",
        source="Kubernetes documentation, Images",
        example="spec: {template: {spec: {containers: [{name: ui, image: public.ecr.aws/x/ui}]}}}",
        judges=_IMAGE_PATHS,
        check=_pinned_images,
        config=PinnedImagesConfig,
    ),
)
