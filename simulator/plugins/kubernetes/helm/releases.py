"""Helm releases. Helm's records, order of steps and refusals are real, the chart is not.

A chart is neither fetched nor rendered: each release has one Deployment of its name instead, whose
readiness it waits for. The steps follow Helm's actions
(https://github.com/helm/helm/tree/v3.20.2/pkg/action) and the provider's `helm_release.go`.
"""

from collections.abc import Callable
from typing import Any

import yaml

from simulator.account.failures import InjectedError
from simulator.plugins.aws.schema import UNKNOWN
from simulator.plugins.aws.shapes import Props
from simulator.plugins.kubernetes.cluster import Cluster, Ref
from simulator.plugins.kubernetes.errors import PartialError, RefusedError
from simulator.plugins.kubernetes.helm.chart import ownership, ref_of, workload
from simulator.plugins.kubernetes.helm.history import PENDING, History
from simulator.plugins.kubernetes.readiness import NotReadyError, awaited

_TIMEOUT_SECONDS = 300
"""The provider's default of the input `timeout`."""

_GOOD = ("deployed", "superseded")
"""The states of revisions to which Helm rolls back."""

_LATE = "context deadline exceeded"
"""Helm's message when a release's resources are not ready in time."""


_FAILURES = (InjectedError, NotReadyError, RefusedError)
"""Errors after which Helm marks a revision as failed, or removes it if it is atomic."""


class Releases:
    """The releases of one cluster; `half_way` is called when a release is stored but not done."""

    def __init__(self, cluster: Cluster, half_way: Callable[[], None]) -> None:
        self._cluster, self._half_way = cluster, half_way

    def create(self, inputs: Props, *, preview: bool) -> Props:
        """Install a release; raises RefusedError if its name is in use in the namespace."""
        if preview:
            return _outputs(inputs, UNKNOWN)
        if inputs.get("createNamespace"):
            self._make_namespace(inputs["namespace"])
        history = self._history(inputs)
        if history.revisions():
            raise RefusedError("cannot re-use a name that is still in use", "AlreadyExists")
        self._check_owner(inputs)
        revision = _added(history, "pending-install", inputs)
        try:
            self._deploy(inputs)
        except _FAILURES as error:
            reason = _reason(error)
            if inputs.get("atomic"):
                self._uninstall(history, inputs)
                raise RefusedError(
                    f"release {inputs['name']} failed, and has been uninstalled due to atomic being"
                    f" set: {reason}",
                    "Failed",
                ) from None
            history.mark(revision, "failed")
            raise _partial(inputs, revision, "was created, but failed", reason) from None
        history.mark(revision, "deployed")
        return _outputs(inputs, revision)

    def read(self, id_: str, state: Props) -> Props | None:
        """Returns the release with its last revision; None if it has none."""
        namespace, _, name = id_.partition("/")
        revisions = History(self._cluster, namespace, name).revisions()
        if not revisions:
            return None
        last = revisions[-1]
        chart = last["chart"]["metadata"]
        live = {"name": name, "namespace": namespace, "chart": chart["name"]}
        live |= {"values": last["config"], "version": chart["version"]}
        return _outputs({**live, **state}, last)

    def inputs(self, old: Props, state: Props) -> Props:
        """Returns the old inputs, as the provider does; those of the state for an import."""
        return old or {name: value for name, value in state.items() if name != "status"}

    def unready(self, inputs: Props, state: Props) -> list[str]:
        """Returns nothing: reading a release does not look at its resources."""
        return []

    def update(self, id_: str, inputs: Props, state: Props, *, preview: bool) -> Props:
        """Upgrade a release; raises RefusedError if another operation has not ended."""
        if preview:
            return _outputs(inputs, UNKNOWN)
        history = self._history(inputs)
        revisions = history.revisions()
        if not revisions:
            raise RefusedError(f'"{inputs["name"]}" has no deployed releases', "NotFound")
        if revisions[-1]["info"]["status"] in PENDING:
            raise RefusedError(
                "another operation (install/upgrade/rollback) is in progress", "Pending"
            )
        revision = _added(history, "pending-upgrade", inputs)
        try:
            self._deploy(inputs)
        except _FAILURES as error:
            reason = _reason(error)
            history.mark(revision, "failed")
            good = [one for one in revisions if one["info"]["status"] in _GOOD]
            if inputs.get("atomic") and good:
                self._roll_back(history, good[-1])
                reason = (
                    f"release {inputs['name']} failed, and has been rolled back due to atomic being"
                    f" set: {reason}"
                )
            raise _partial(inputs, revision, "failed", reason) from None
        history.mark_deployed(revision)
        return _outputs(inputs, revision)

    def delete(self, id_: str, state: Props) -> None:
        """Uninstall a release; raises RefusedError if it does not exist."""
        history = self._history(state)
        if not history.revisions():
            raise RefusedError(
                f"uninstall: Release not loaded: {state['name']}: release: not found", "NotFound"
            )
        self._uninstall(history, state)

    def _history(self, release: Props) -> History:
        return History(self._cluster, release["namespace"], release["name"])

    def _check_owner(self, inputs: Props) -> None:
        """Raises RefusedError if the chart's object exists and is not the release's own."""
        ref = ref_of(inputs)
        live = self._cluster.get(ref)
        if live is None:
            return
        annotations = live["metadata"].get("annotations") or {}
        if not ownership(inputs).items() <= annotations.items():
            raise RefusedError(
                f'Unable to continue with install: {ref.kind} "{ref.name}" in namespace'
                f' "{ref.namespace}" exists and cannot be imported into the current release:'
                " invalid ownership metadata",
                "AlreadyExists",
            )

    def _deploy(self, inputs: Props) -> None:
        body, ref = workload(inputs), ref_of(inputs)
        live = self._apply(body, ref)
        self._half_way()
        if not inputs.get("skipAwait"):
            seconds = inputs.get("timeout") or _TIMEOUT_SECONDS
            awaited(lambda: self._cluster.get(ref) or live, live, seconds)

    def _apply(self, body: Props, ref: Ref) -> Props:
        return self._cluster.apply(ref, body, manager="helm", force=True, dry_run=False)

    def _roll_back(self, history: History, before: Props) -> None:
        chart, manifest = before["chart"]["metadata"], before["manifest"]
        back = history.add("pending-rollback", chart, before["config"], manifest)
        self._apply(yaml.safe_load(manifest), ref_of(before))
        history.mark_deployed(back)

    def _uninstall(self, history: History, release: Props) -> None:
        self._cluster.delete(ref_of(release))
        history.clear()

    def _make_namespace(self, name: str) -> None:
        body: Props = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
        self._apply(body, Ref("v1", "Namespace", name))


def _added(history: History, status: str, inputs: Props) -> Props:
    chart = {"name": inputs["chart"], "version": inputs.get("version", "")}
    return history.add(status, chart, inputs.get("values", {}), yaml.safe_dump(workload(inputs)))


def _reason(error: Exception) -> str:
    return _LATE if isinstance(error, NotReadyError) else str(error)


def _partial(inputs: Props, revision: Props, what: str, reason: str) -> PartialError:
    id_ = f"{inputs['namespace']}/{inputs['name']}"
    message = f'Helm release "{id_}" {what} to initialize completely: {reason}'
    return PartialError(message, id_, _outputs(inputs, revision), [])


def _outputs(inputs: Props, revision: Any) -> Props:
    """The release's outputs (`ReleaseStatus` in `pulumi_kubernetes.helm.v3`)."""
    outputs = {name: value for name, value in inputs.items() if not name.startswith("__")}
    if revision == UNKNOWN:
        return outputs | {"status": UNKNOWN}
    chart = revision["chart"]["metadata"]
    return outputs | {
        "status": {
            "chart": chart["name"],
            "name": revision["name"],
            "namespace": revision["namespace"],
            "revision": revision["version"],
            "status": revision["info"]["status"],
            "version": chart["version"],
        }
    }
