"""The official Python client, connected with a kubeconfig, and its errors as our exceptions."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kubernetes.client import ApiClient, ApiException, Configuration
from kubernetes.config import ConfigException
from kubernetes.config.kube_config import KubeConfigLoader
from kubernetes.dynamic import DynamicClient
from kubernetes.dynamic.exceptions import ResourceNotFoundError
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from simulator.plugins.kubernetes.access.credentials import ExecToken
from simulator.plugins.kubernetes.access.kubeconfig import Kubeconfig
from simulator.plugins.kubernetes.errors import (
    NOT_SERVED,
    ClusterError,
    RefusedError,
    UnreachableError,
)


def connect(kubeconfig: Kubeconfig) -> DynamicClient:
    """A client with the kubeconfig's credentials only; it uses no others of this machine.

    Raises ClusterError if they cannot be obtained, and the errors of `converted_errors`.
    """
    configuration: Any = Configuration()
    configuration.proxy = None  # ignores proxies, which cannot reach this machine
    configuration.retries = Retry(connect=0)  # retrying does not help if nothing listens
    user = {name: value for name, value in kubeconfig.user.items() if name != "exec"}
    users = [{"name": kubeconfig.user_name, "user": user}]
    with converted_errors(kubeconfig.server):
        loader = KubeConfigLoader(kubeconfig.content | {"users": users}, kubeconfig.context)
        loader.load_and_set(configuration)
        if "exec" in kubeconfig.user:
            # The loader would run the command too, but hide its failure.
            token = ExecToken(kubeconfig.user["exec"], kubeconfig.server)
            configuration.api_key["BearerToken"] = ""
            configuration.refresh_api_key_hook = token.renew
        # The client's default cache folder is shared by all users of the machine.
        with TemporaryDirectory() as folder:
            return DynamicClient(ApiClient(configuration), str(Path(folder) / "kinds.json"))


@contextmanager
def converted_errors(server: str) -> Generator[None]:
    """Convert the client's errors to UnreachableError, RefusedError or ClusterError."""
    try:
        yield
    except ResourceNotFoundError:
        raise RefusedError("the API server does not know this kind", NOT_SERVED) from None
    except ApiException as error:
        raise _refused(error) from None
    except HTTPError as error:
        reason = getattr(error, "reason", None) or error
        raise UnreachableError(f"the cluster at {server} is unreachable: {reason}") from None
    except ConfigException as error:
        raise ClusterError(f"the kubeconfig for {server}: {error}") from None


def _refused(error: ApiException) -> RefusedError:
    try:
        status = json.loads(error.body or "")
    except ValueError:
        status: Any = {}
    message = status.get("message") or f"{error.status} {error.reason}"
    return RefusedError(message, status.get("reason") or str(error.status))
