"""The keys of labels and taints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from settings.labels import LabelKey, TaintKey

_LABELS, _TAINTS = TypeAdapter[str](LabelKey), TypeAdapter[str](TaintKey)
_RESERVED = st.sampled_from(["kubernetes.io", "k8s.io", "eks.amazonaws.com"])
_PART = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
_NAME = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,20}[A-Za-z0-9])?", fullmatch=True)
_OWN = st.lists(_PART, min_size=1, max_size=3).map(lambda parts: ".".join([*parts, "org"]))


def _accepted(adapter: TypeAdapter[str], key: str) -> bool:
    try:
        return adapter.validate_python(key) == key
    except ValidationError:
        return False


@given(domain=_RESERVED, parts=st.lists(_PART, max_size=2), name=_NAME)
def test_a_key_with_a_reserved_prefix_is_refused(domain: str, parts: list[str], name: str) -> None:
    prefix = ".".join([*parts, domain])
    assert not _accepted(_TAINTS, f"{prefix}/{name}")
    if not f".{prefix}".endswith((".node.kubernetes.io", ".kubelet.kubernetes.io")):
        allowed = {"kubernetes.io/arch", "kubernetes.io/os", "kubernetes.io/hostname"}
        assert _accepted(_LABELS, f"{prefix}/{name}") is (f"{prefix}/{name}" in allowed)


@given(prefix=st.none() | _OWN, name=_NAME)
def test_any_other_valid_key_is_accepted(prefix: str | None, name: str) -> None:
    key = name if prefix is None else f"{prefix}/{name}"
    assert _accepted(_LABELS, key)
    assert _accepted(_TAINTS, key)


@pytest.mark.parametrize(
    "key",
    [
        *("node.kubernetes.io/instance-type", "node.kubernetes.io/pool", "kubernetes.io/os"),
        *("kubelet.kubernetes.io/x", "a.node.kubernetes.io/x", "topology.kubernetes.io/zone"),
        *("beta.kubernetes.io/arch", "failure-domain.beta.kubernetes.io/zone"),
        *("notkubernetes.io/x", "kubernetes.io.example.org/x", "amazonaws.com/x"),
    ],
)
def test_a_label_that_a_kubelet_may_set_is_accepted(key: str) -> None:
    assert _accepted(_LABELS, key)


@pytest.mark.parametrize(
    "key", ["", "/", "/x", "x/", "a..b/x", "-a/x", "A.org/x", "a/b/c", 64 * "a", f"{254 * 'a'}/x"]
)
def test_an_invalid_key_is_refused(key: str) -> None:
    assert not _accepted(_LABELS, key)
    assert not _accepted(_TAINTS, key)
