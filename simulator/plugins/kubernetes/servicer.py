"""The engine's provider protocol, implemented with a cluster's API server."""

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2

from simulator.account.failures import InjectedError, Moment, Operation
from simulator.plugins.aws.diff import differences
from simulator.plugins.aws.plugin import (
    ProviderPlugin,
    Reported,
    abort_half_made,
    diff_response,
    token_of,
)
from simulator.plugins.aws.schema import UNKNOWN, problems, schema_of
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.values import to_props, to_struct
from simulator.plugins.kubernetes.access.kubeconfig import Kubeconfig
from simulator.plugins.kubernetes.access.reach import Reach, refusal, warning
from simulator.plugins.kubernetes.errors import (
    NOT_SERVED,
    ClusterError,
    PartialError,
    RefusedError,
    UnreachableError,
)
from simulator.plugins.kubernetes.inputs import (
    fixed_fields,
    fixed_settings,
    is_autonamed,
    with_defaults,
)
from simulator.plugins.kubernetes.kinds import RELEASE, Kind, is_custom
from simulator.plugins.kubernetes.outputs import has_unknown, to_outputs
from simulator.plugins.kubernetes.settings import Settings, unsupported
from simulator.plugins.kubernetes.storage import Records, Storage, id_of

_NOT_PREVIEWED = ("Forbidden", NOT_SERVED)
"""Reasons of a refused dry run that do not mean that the real request will fail."""

_NOT_CREATED_IN_PREVIEW = (*_NOT_PREVIEWED, "AlreadyExists", "NotFound")
"""The same for a create: its namespace may not exist yet, or the old object may still exist."""

Warn = Callable[[str, str], None]
"""Reports a warning to the user: takes a resource's URN and the message."""


class KubernetesProvider(ProviderPlugin):
    """A substitute for the official `kubernetes` provider, at `version`."""

    name = "kubernetes"

    def __init__(self, version: str, warn: Warn) -> None:
        super().__init__(version)
        self._warn = warn
        self._settings = Settings()
        self._namespace = "default"
        self._kubeconfig: Kubeconfig | None = None
        self._reach: Reach | None = None

    def CheckConfig(self, request: Any, context: Any) -> provider_pb2.CheckResponse:
        failures = [
            provider_pb2.CheckFailure(property=name, reason=f"{name} is not simulated: {reason}")
            for name, reason in unsupported(to_props(request.news))
        ]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    def DiffConfig(self, request: Any, context: Any) -> provider_pb2.DiffResponse:
        old, new = to_props(request.old_inputs), to_props(request.news)
        replacing = fixed_settings(old, new)
        return diff_response(differences(old, new), replacing, delete_before_replace=False)

    def Configure(self, request: Any, context: Any) -> provider_pb2.ConfigureResponse:
        config = to_props(request.args)
        self._settings = Settings.of(config)
        given = config.get("kubeconfig")
        if not given:
            context.abort(
                grpc.StatusCode.FAILED_PRECONDITION,
                "no kubeconfig: pass the resource a kubernetes.Provider with the kubeconfig of a"
                " simulated cluster. The kubeconfig of your shell is never used here",
            )
        elif given != UNKNOWN:
            with self._reported(context):
                self._kubeconfig = Kubeconfig.parse(given, config.get("context"))
                self._namespace = self._kubeconfig.namespace or self._namespace
                self._reach = Reach(self._kubeconfig)
        self._namespace = config.get("namespace") or self._namespace
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Invoke(self, request: Any, context: Any) -> provider_pb2.InvokeResponse:
        self._lacks(context, f"function {request.tok}")
        raise AssertionError("abort raises")

    def Construct(self, request: Any, context: Any) -> provider_pb2.ConstructResponse:
        self._lacks(context, f"component {request.type}")
        raise AssertionError("abort raises")

    def Check(self, request: Any, context: Any) -> provider_pb2.CheckResponse:
        token, news = token_of(request), to_props(request.news)
        if token.endswith("Patch") and not is_custom(token):
            self._lacks(context, f"patches such as {token}")
        custom = is_custom(token)
        failures = [
            provider_pb2.CheckFailure(property=path, reason=f"{path} {reason}")
            for path, reason in problems(_CUSTOM if custom else token, news)
            if path.startswith("metadata") or not custom
        ]
        inputs = with_defaults(
            token,
            news,
            to_props(request.olds),
            name=request.name,
            seed=request.randomSeed,
            namespace=self._namespace,
        )
        return provider_pb2.CheckResponse(inputs=to_struct(inputs), failures=failures)

    def Diff(self, request: Any, context: Any) -> provider_pb2.DiffResponse:
        token = token_of(request)
        old, new = to_props(request.old_inputs), to_props(request.news)
        return diff_response(
            differences(old, new),
            fixed_fields(token, old, self._settings),
            # Two objects with the same name cannot exist at the same time.
            delete_before_replace=not is_autonamed(new) and _same_identity(old, new),
        )

    def Create(self, request: Any, context: Any) -> provider_pb2.CreateResponse:
        token, inputs = token_of(request), to_props(request.properties)
        if request.preview:
            state = self._dry_run(
                request,
                context,
                inputs,
                lambda storage: storage.create(inputs, preview=True),
                _NOT_CREATED_IN_PREVIEW,
            )
            names = () if is_custom(token) else schema_of(token).outputs
            if state is None:
                state = dict.fromkeys(names, UNKNOWN) | inputs
            elif "status" in names:
                state["status"] = UNKNOWN
            return provider_pb2.CreateResponse(properties=to_outputs(token, state))
        operation = Operation("create", request.urn)
        with self._reported(context, token):
            operation.reaches(Moment.BEFORE)
            storage = self._reached(request, "create", operation)
            state = storage.create(inputs, preview=False)
            operation.reaches(Moment.AFTER)
        return provider_pb2.CreateResponse(id=id_of(state), properties=to_outputs(token, state))

    def Read(self, request: Any, context: Any) -> provider_pb2.ReadResponse:
        token, old = token_of(request), to_props(request.inputs)
        with self._reported(context, token):
            try:
                storage = self._reached(request, "read")
            except UnreachableError:
                if not self._settings.delete_unreachable:
                    raise
                return provider_pb2.ReadResponse(id="")
            state = storage.read(request.id, to_props(request.properties))
        if state is None:
            return provider_pb2.ReadResponse(id="")
        inputs = storage.inputs(old, state)
        missing = storage.unready(inputs, state)
        if missing:
            message = f"Resource '{request.id}' was created but failed to initialize"
            partial = (to_outputs(token, state), to_outputs(token, inputs), [message, *missing])
            abort_half_made(context, request.id, *partial, message)
        return provider_pb2.ReadResponse(
            id=request.id,
            properties=to_outputs(token, state),
            inputs=to_outputs(token, inputs),
        )

    def Update(self, request: Any, context: Any) -> provider_pb2.UpdateResponse:
        token, inputs, state = token_of(request), to_props(request.news), to_props(request.olds)
        if request.preview:
            seen = self._dry_run(
                request,
                context,
                inputs,
                lambda storage: storage.update(request.id, inputs, state, preview=True),
                _NOT_PREVIEWED,
            )
            return provider_pb2.UpdateResponse(properties=to_outputs(token, seen or state | inputs))
        operation = Operation("update", request.urn)
        with self._reported(context, token):
            operation.reaches(Moment.BEFORE)
            storage = self._reached(request, "update", operation)
            state = storage.update(request.id, inputs, state, preview=False)
            operation.reaches(Moment.AFTER)
        return provider_pb2.UpdateResponse(properties=to_outputs(token, state))

    def Delete(self, request: Any, context: Any) -> Empty:
        token, operation = token_of(request), Operation("delete", request.urn)
        with self._reported(context, token):
            operation.reaches(Moment.BEFORE)
            try:
                storage = self._reached(request, "delete", operation)
            except UnreachableError:
                if token == RELEASE or not self._settings.delete_unreachable:
                    raise
                return Empty()
            storage.delete(request.id, to_props(request.properties))
            operation.reaches(Moment.AFTER)
        return Empty()

    def _reached(self, request: Any, verb: str, operation: Operation | None = None) -> Storage:
        """The storage of a request's resource; raises the provider's error if it is unreachable."""
        token = token_of(request)
        try:
            return self._storage(request, operation)
        except UnreachableError as error:
            if verb in ("read", "delete"):
                self._warn(request.urn, warning(error))
            raise refusal(token, verb, error) from None

    def _storage(self, request: Any, operation: Operation | None = None) -> Storage:
        """Raises UnreachableError if the provider could not connect to its cluster."""
        if self._reach is None or self._kubeconfig is None:
            raise ClusterError("the Provider's kubeconfig is not known yet")
        token = token_of(request)
        kind, cluster = Kind.of_token(token), self._reach.cluster()
        # These need the client, which takes half a second to import.
        from simulator.plugins.kubernetes.helm.releases import Releases
        from simulator.plugins.kubernetes.objects import Objects

        if token == RELEASE:
            return Releases(cluster, lambda: operation and operation.reaches(Moment.HALF_WAY))
        if is_custom(token) and not cluster.serves(kind.api_version, kind.name):
            return Records(token, self._kubeconfig.server)
        return Objects(cluster, kind, self._settings, getattr(request, "timeout", 0))

    def _dry_run(
        self,
        request: Any,
        context: grpc.ServicerContext,
        inputs: Props,
        dry_run: Callable[[Storage], Props],
        ignored_reasons: Collection[str],
    ) -> Props | None:
        """What the API server returns for a dry run; None if it cannot be run."""
        if self._kubeconfig is None or has_unknown(inputs):
            return None
        with self._reported(context, token_of(request)):
            try:
                storage = self._storage(request)
            except UnreachableError:
                return None  # as in the official provider, without a warning
            try:
                return dry_run(storage)
            except RefusedError as error:
                if error.reason not in ignored_reasons:
                    raise
        return None

    def _lacks(self, context: grpc.ServicerContext, what: str) -> None:
        context.abort(
            grpc.StatusCode.UNIMPLEMENTED, f"the simulated kubernetes provider has no {what}"
        )

    @contextmanager
    def _reported(self, context: grpc.ServicerContext, token: str = "") -> Generator[None]:
        with Reported(context, (ClusterError, InjectedError)):
            try:
                yield
            except PartialError as error:
                props = to_outputs(token, error.state)
                abort_half_made(context, error.id, props, None, error.reasons, str(error))


_CUSTOM = "kubernetes:apiextensions.k8s.io:CustomResource"
"""The SDK's type for resources of which it knows only the metadata."""


def _same_identity(old: Props, new: Props) -> bool:
    before, after = old.get("metadata") or {}, new.get("metadata") or {}
    if UNKNOWN in (before, after):
        return False
    return all(before.get(name) == after.get(name) for name in ("name", "namespace"))
