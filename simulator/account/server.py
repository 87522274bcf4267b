"""The process of the simulated account: moto's server, with corrections."""

import json
import logging
import os
import subprocess
import threading
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests
from moto import backends
from moto.core import responses
from moto.core.utils import method_names_from_class
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.server import main
from moto.sns.models import Subscription
from moto.sqs.models import sqs_backends

from simulator.account import alarms, clock, serialize
from simulator.account.account import MARK_PATH, MARK_VARIABLE
from simulator.authorization import enforcement
from simulator.authorization.services import service_may_send
from simulator.control_planes import live_clusters
from simulator.moto_patches import acm as moto_acm
from simulator.moto_patches import backup as moto_backup
from simulator.moto_patches import cloudformation as moto_cloudformation
from simulator.moto_patches import codebuild as moto_codebuild
from simulator.moto_patches import cognito as moto_cognito
from simulator.moto_patches import cognito_identity as moto_cognito_identity
from simulator.moto_patches import deleted_principals
from simulator.moto_patches import dynamodb as moto_dynamodb
from simulator.moto_patches import ec2 as moto_ec2
from simulator.moto_patches import eks as moto_eks
from simulator.moto_patches import elasticache as moto_elasticache
from simulator.moto_patches import elbv2 as moto_elbv2
from simulator.moto_patches import iam as moto_iam
from simulator.moto_patches import kms as moto_kms
from simulator.moto_patches import organizations as moto_organizations
from simulator.moto_patches import quotas as moto_quotas
from simulator.moto_patches import route53 as moto_route53
from simulator.moto_patches import s3 as moto_s3
from simulator.moto_patches import secretsmanager as moto_secretsmanager
from simulator.moto_patches import sqs as moto_sqs
from simulator.moto_patches import states as moto_states
from simulator.moto_patches import synthetics as moto_synthetics
from simulator.moto_patches import tagging as moto_tagging
from simulator.moto_patches import unrecorded as moto_unrecorded
from simulator.plugins.aws.needs import ASK_PATH
from simulator.preload import FORK_SERVER_NAMES, fork_server_command
from tools.launch import FORK_SERVERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CONTROL_PLANES = "SIMULATOR_CONTROL_PLANES"
"""Set to 0 if clusters need no control plane, as in tests that create dozens of clusters."""

_RETRY_SECONDS = 60
"""The delay before a fork server that failed is started again."""

_publish = Subscription.publish


def _publish_if_allowed(self: Subscription, *message: Any, **details: Any) -> None:
    """Deliver as SNS does: the publisher neither waits for a subscriber nor learns of its failure.

    A queue's policy must allow the delivery. Nothing is sent over HTTPS, because such endpoints are
    real.
    """
    if self.protocol == "https":
        return
    try:
        if self.protocol == "sqs" and not _accepts(self.endpoint, self.topic.arn):
            logging.warning("SNS may not send to %s", self.endpoint)
            return
        _publish(self, *message, **details)
    except requests.RequestException as error:
        logging.warning("SNS could not deliver to %s: %s", self.endpoint, error)


def _accepts(queue_arn: str, topic_arn: str) -> bool:
    """Whether a queue accepts the messages of a topic."""
    *_, region, account, name = queue_arn.split(":")
    queue: Any = sqs_backends[account][region].get_queue(name)
    key = queue.kms_master_key_id or ""
    return service_may_send("sns.amazonaws.com", "sqs:SendMessage", queue_arn, key, topic_arn)


def _remember_what_stays() -> None:
    """Cache lookups of moto's own folders and methods, which it repeats with each request."""
    folders = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: folders
    setattr(responses, method_names_from_class.__name__, cache(method_names_from_class))


def _answer_for_the_account() -> None:
    """Answer requests for the account's mark, stored in its memory as the account alias, and clock.

    These requests need no backend but the alias, and do not wait for the lock of `serialize`.
    """
    answer = DomainDispatcherApplication.__call__
    memory = iam_backends[os.environ["MOTO_ACCOUNT_ID"]]["aws"]
    memory.create_account_alias(os.environ[MARK_VARIABLE])

    def answer_or_control(
        self: DomainDispatcherApplication,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        if environ["PATH_INFO"] == MARK_PATH:
            status, text = "200 OK", "".join(memory.account_aliases)
        elif environ["PATH_INFO"] == clock.CLOCK_PATH:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            status, text = clock.answer(environ["REQUEST_METHOD"], body)
        elif environ["PATH_INFO"] == enforcement.USED_PATH:
            used = {principal: sorted(actions) for principal, actions in enforcement.USED.items()}
            status, text = "200 OK", json.dumps(used)
        elif environ["PATH_INFO"] == ASK_PATH:
            status, text = "200 OK", enforcement.answer_requests(environ)
        else:
            return answer(self, environ, start_response)
        start_response(status, [("Content-Type", "text/plain")])
        return [text.encode()]

    DomainDispatcherApplication.__call__ = answer_or_control


def _start_fork_servers() -> None:
    """Keep this account's fork servers running, if it has a folder for their sockets."""
    if folder := os.environ.get(FORK_SERVERS):
        for name in FORK_SERVER_NAMES:
            threading.Thread(target=_keep_forking, args=[Path(folder), name], daemon=True).start()


def _keep_forking(folder: Path, name: str) -> None:
    """Run a fork server; restart it when it ends because its loaded code changed."""
    while folder.exists():
        # If it fails, for example with an error in the simulator's code, plugins start without it.
        failed = subprocess.run(fork_server_command(folder, name)).returncode
        time.sleep(_RETRY_SECONDS if failed else 0)


if __name__ == "__main__":
    Subscription.publish = _publish_if_allowed
    (live_clusters if os.environ.get(CONTROL_PLANES, "1") == "1" else moto_eks).install()
    alarms.install()
    moto_acm.install()
    moto_backup.install()
    moto_codebuild.install()
    moto_cognito.install()
    moto_cognito_identity.install()
    deleted_principals.install()
    moto_dynamodb.install()
    moto_ec2.install()
    moto_elasticache.install()
    moto_elbv2.install()
    moto_iam.install()
    moto_kms.install()
    moto_organizations.install()
    moto_quotas.install()
    moto_route53.install()
    moto_s3.install()
    moto_secretsmanager.install()
    moto_sqs.install()
    moto_states.install()
    moto_synthetics.install()
    moto_tagging.install()
    moto_unrecorded.install()
    _remember_what_stays()
    enforcement.install()
    moto_cloudformation.install()
    serialize.install()
    _answer_for_the_account()
    _start_fork_servers()
    main()
