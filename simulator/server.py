"""The process that the simulated account is: moto's server, corrected where it would mislead."""

import logging
import os
from functools import cache
from typing import Any

import requests
from moto import backends
from moto.core import responses
from moto.core.utils import method_names_from_class
from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.server import main
from moto.sns.models import Subscription

from simulator import (
    alarms,
    live_clusters,
    moto_backup,
    moto_cognito,
    moto_eks,
    moto_elasticache,
    moto_route53,
    moto_synthetics,
)

CONTROL_PLANES = "SIMULATOR_CONTROL_PLANES"
"""Set to 0 where clusters need no control plane, as in tests that make dozens of them."""

_judge = IAMPolicyStatement.is_action_permitted
_publish = Subscription.publish


def _judge_without_conditional_denials(
    self: IAMPolicyStatement, *request: Any, **details: Any
) -> PermissionResult:
    """Leave out denials whose condition moto knows nothing of.

    It lets them hold whenever it does not know; the denial of clear text would close all buckets.
    """
    document = self._statement
    if document["Effect"] == "Deny" and document.get("Condition"):
        return PermissionResult.NEUTRAL
    return _judge(self, *request, **details)


def _publish_without_reaching_out(self: Subscription, *message: Any, **details: Any) -> None:
    """Deliver as SNS does: the publisher does not wait for a subscriber, nor learn of its absence.

    Nothing is sent over https, since whatever answers there is real.
    """
    if self.protocol == "https":
        return
    try:
        _publish(self, *message, **details)
    except requests.RequestException as error:
        logging.warning("SNS could not deliver to %s: %s", self.endpoint, error)


def _remember_what_stays() -> None:
    """Moto looks for its own folders and methods again with each request."""
    folders = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: folders
    setattr(responses, method_names_from_class.__name__, cache(method_names_from_class))


if __name__ == "__main__":
    IAMPolicyStatement.is_action_permitted = _judge_without_conditional_denials
    Subscription.publish = _publish_without_reaching_out
    (live_clusters if os.environ.get(CONTROL_PLANES, "1") == "1" else moto_eks).install()
    alarms.install()
    moto_backup.install()
    moto_cognito.install()
    moto_elasticache.install()
    moto_route53.install()
    moto_synthetics.install()
    _remember_what_stays()
    main()
