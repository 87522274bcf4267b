"""Helm releases whose last operation was interrupted, such as by a kill of the provider.

Helm stores each revision of a release in a Secret of the release's namespace. A revision that
stays pending blocks every later operation on the release. Without this revision, Helm continues
from the one before it, or installs the release and takes over the objects that carry its name.
https://github.com/helm/helm/blob/main/pkg/storage/driver/secrets.go
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from delivery.kubectl import KubectlError, kubectl
from delivery.recovery.state import HELM_RELEASE, State, of_type

_PENDING = ("pending-install", "pending-upgrade", "pending-rollback")
_DEPLOYED = ("deployed", "superseded")
"""Helm's states of revisions.

https://github.com/helm/helm/blob/main/pkg/release/common/status.go
"""

_LABELS = "{.metadata.namespace}/{.metadata.labels.name} {.metadata.labels.version}"
_ROW = f'{{range .items[*]}}{_LABELS} {{.metadata.labels.status}}{{"\\n"}}{{end}}'


class Revision(NamedTuple):
    """A revision of a release, which is given as `namespace/name`."""

    release: str
    number: int
    status: str


def repair_releases(stack: str, state: State, environment: Mapping[str, str]) -> Iterator[str]:
    """Removes the pending revision of each release of a stack; yields a line for each.

    No other deployment of the stack may be running. `environment` is that of kubectl. A cluster
    that cannot be reached has a line too, because a deployment may not need it.
    """
    for kubeconfig, releases in _by_cluster(state).items():
        try:
            found = _revisions(kubeconfig, environment)
            for revisions in (found.get(release, []) for release in sorted(releases)):
                if revisions and revisions[-1].status in _PENDING:
                    yield f"{stack}: {_without_last(revisions, kubeconfig, environment)}"
        except KubectlError as error:
            yield f"{stack}: Helm releases were not checked for interrupted operations: {error}"


def _by_cluster(state: State) -> dict[str, set[str]]:
    """The stack's releases, as `namespace/name`, by the kubeconfig of their provider."""
    kubeconfigs = {
        # A provider that was being created has no id yet, and no release uses it.
        f"{one['urn']}::{one.get('id')}": str(one["inputs"]["kubeconfig"])
        for one in of_type(state, "pulumi:providers:kubernetes")
        if one["inputs"].get("kubeconfig")
    }
    found: dict[str, set[str]] = {}
    for one in of_type(state, HELM_RELEASE):
        known: State = {**(one.get("outputs") or {}), **one["inputs"]}
        kubeconfig = kubeconfigs.get(one["provider"])
        # A release whose name the provider generates has none before its creation.
        if kubeconfig and known.get("name"):
            release = f"{known.get('namespace') or 'default'}/{known['name']}"
            found.setdefault(kubeconfig, set()).add(release)
    return found


def _revisions(kubeconfig: str, environment: Mapping[str, str]) -> dict[str, list[Revision]]:
    """The revisions of all releases in a cluster by release, the oldest first."""
    question = ("get", "secrets", "--all-namespaces", "--selector", "owner=helm")
    answer = kubectl(kubeconfig, *question, "--output", f"jsonpath={_ROW}", environment=environment)
    rows = (line.split() for line in answer.splitlines())
    found: dict[str, list[Revision]] = {}
    for one in sorted(Revision(release, int(number), status) for release, number, status in rows):
        found.setdefault(one.release, []).append(one)
    return found


def _without_last(
    revisions: list[Revision], kubeconfig: str, environment: Mapping[str, str]
) -> str:
    last = revisions[-1]
    namespace, _, name = last.release.partition("/")
    secret = f"sh.helm.release.v1.{name}.v{last.number}"
    kubectl(
        *(kubeconfig, "delete", "secret", secret, "--namespace", namespace), environment=environment
    )
    good = [one.number for one in revisions if one.status in _DEPLOYED]
    after = (
        f"Helm continues from revision {good[-1]}"
        if good
        else "it was never deployed, so Helm installs it again"
    )
    return (
        f"the Helm release {last.release} was interrupted ({last.status}); removed the record of"
        f" its revision {last.number}: {after}"
    )
