"""Makes workloads, Ingresses and load balancers ready, in place of the cluster's controllers.

Nothing runs: only the status is written that the controllers would write, a moment of the account's
clock after the object was created or changed. `SIMULATOR_CONTROLLERS=0` in the environment of the
account's server leaves every object unready.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from simulator.account.clock import CLOCK

CONTROLLERS_VARIABLE = "SIMULATOR_CONTROLLERS"

MOMENT_SECONDS = 30
"""Time between a change and its status, in seconds of the account: an image's pull and a start."""

_POLL_SECONDS = 0.01
_MERGE = "application/merge-patch+json"

Object = dict[str, Any]


def _deployment(live: Object) -> Object | None:
    replicas, generation = live["spec"]["replicas"], live["metadata"]["generation"]
    if live["status"].get("observedGeneration") == generation:
        return None
    parts = ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas")
    reasons = {"Available": "MinimumReplicasAvailable", "Progressing": "NewReplicaSetAvailable"}
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    times = {"lastTransitionTime": now, "lastUpdateTime": now}
    conditions = [
        {"type": kind, "status": "True", "reason": reason, **times}
        for kind, reason in reasons.items()
    ]
    counts = dict.fromkeys(parts, replicas)
    return {"observedGeneration": generation, "conditions": conditions, **counts}


def _stateful_set(live: Object) -> Object | None:
    replicas, generation = live["spec"]["replicas"], live["metadata"]["generation"]
    if live["status"].get("observedGeneration") == generation:
        return None
    parts = ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "currentReplicas")
    return {"observedGeneration": generation, **dict.fromkeys(parts, replicas)}


def _daemon_set(live: Object) -> Object | None:
    generation = live["metadata"]["generation"]
    if live["status"].get("observedGeneration") == generation:
        return None
    return {"observedGeneration": generation}  # there are no nodes, so no pods are wanted


def _address(live: Object) -> Object | None:
    if live["status"].get("loadBalancer", {}).get("ingress"):
        return None
    if live["kind"] == "Service" and live["spec"].get("type") != "LoadBalancer":
        return None
    metadata = live["metadata"]
    host = f"k8s-{metadata['namespace']}-{metadata['name']}.elb.amazonaws.com"
    return {"loadBalancer": {"ingress": [{"hostname": host}]}}


_STATUS: dict[str, Callable[[Object], Object | None]] = {
    "/apis/apps/v1/deployments": _deployment,
    "/apis/apps/v1/statefulsets": _stateful_set,
    "/apis/apps/v1/daemonsets": _daemon_set,
    "/apis/networking.k8s.io/v1/ingresses": _address,
    "/api/v1/services": _address,
}
"""For each kind's path, the status that its objects lack; None if they lack nothing."""


class Controllers:
    """The controllers of one API server, each with a thread; `session` is authorized to use it."""

    def __init__(self, url: str, session: Callable[[], requests.Session]) -> None:
        self._url, self._session = url, session
        self._stopped = threading.Event()

    @property
    def enabled(self) -> bool:
        """Whether the environment allows controllers."""
        return os.environ.get(CONTROLLERS_VARIABLE) != "0"

    def start(self) -> None:
        """Start all controllers, which run until `stop`."""
        for path in _STATUS:
            threading.Thread(target=self._run, args=(path,), daemon=True).start()

    def stop(self) -> None:
        """Let the controllers end with their current connection."""
        self._stopped.set()

    def _run(self, path: str) -> None:
        while not self._stopped.is_set():
            try:
                with self._session() as session:
                    for live in self._changed(session, path):
                        self._complete(session, path, live)
            except (requests.RequestException, HTTPError, ValueError):
                # The API server ends each watch after some time; it also ends with its cluster.
                self._stopped.wait(_POLL_SECONDS)

    def _changed(self, session: requests.Session, path: str) -> Iterator[Object]:
        """Yields each existing object, and each that is created or changed from now on."""
        watch = session.get(f"{self._url}{path}?watch=true", stream=True, timeout=(10, None))
        watch.raise_for_status()
        for line in watch.raw:
            event = json.loads(line)
            if event["type"] in ("ADDED", "MODIFIED"):
                yield event["object"]

    def _complete(self, session: requests.Session, path: str, live: Object) -> None:
        status = _STATUS[path](live)
        if status is None:
            return
        due = CLOCK.now() + MOMENT_SECONDS
        while CLOCK.now() < due and not self._stopped.is_set():
            time.sleep(_POLL_SECONDS)
        metadata = live["metadata"]
        group, _, kind = path.rpartition("/")
        own = f"{group}/namespaces/{metadata['namespace']}/{kind}/{metadata['name']}/status"
        body = json.dumps({"status": status})
        # A deleted object is no longer there; a changed one is in the watch again.
        session.patch(f"{self._url}{own}", data=body, headers={"Content-Type": _MERGE}, timeout=10)
