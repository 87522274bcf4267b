"""The simulated `kubernetes` plugin with a real API server, through the engine's protocol."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pulumi.runtime.proto import provider_pb2

from simulator.account.account import FOLDER_VARIABLE
from simulator.plugins.aws.schema import UNKNOWN
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.values import to_props, to_struct
from simulator.plugins.kubernetes.kinds import Kind, is_custom
from simulator.plugins.kubernetes.servicer import KubernetesProvider
from tests.simulator.control_planes.api_server import ApiServer
from tests.simulator.plugins.kubernetes.providers import Providers
from tests.simulator.plugins.life import Context, Life, RefusedError
from tests.simulator.samples.kubernetes import SAMPLES, Sample

EVERY_SAMPLE = pytest.mark.parametrize("name", SAMPLES)
DIFF = provider_pb2.DiffResponse
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
OURS = "pulumi-kubernetes-"


@pytest.fixture
def made(provider: KubernetesProvider, name: str) -> Iterator[tuple[Life, Sample]]:
    life = Life(provider, SAMPLES[name].token)
    life.create(SAMPLES[name].inputs)
    yield life, SAMPLES[name]
    life.delete()


@pytest.fixture
def config_map(provider: KubernetesProvider) -> Iterator[Life]:
    life = Life(provider, CONFIG_MAP, "settings")
    life.create({"data": {"a": "1", "b": "2"}})
    yield life
    life.delete()


def managers(server: ApiServer, name: str) -> dict[tuple[str, str], set[str]]:
    """The keys of a config map's data by field manager and operation."""
    live = json.loads(
        server.kubectl("get", "configmap", name, "-o", "json", "--show-managed-fields")
    )
    return {
        (entry["manager"], entry["operation"]): {
            key.removeprefix("f:") for key in entry["fieldsV1"].get("f:data", {}) if key != "."
        }
        for entry in live["metadata"]["managedFields"]
    }


def data_of(server: ApiServer, name: str) -> Props:
    return json.loads(server.kubectl("get", "configmap", name, "-o", "jsonpath={.data}"))


def applied_by(server: ApiServer, manager: str, name: str, data: Props) -> None:
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}
    server.kubectl(
        "apply",
        "--server-side",
        "--force-conflicts",
        f"--field-manager={manager}",
        "-f",
        "-",
        given=json.dumps(body),
    )


@EVERY_SAMPLE
def test_new_resource_has_no_difference(made: tuple[Life, Sample]) -> None:
    life, sample = made
    assert life.refresh()
    assert life.diff(sample.inputs).changes == DIFF.DIFF_NONE, life.diff(sample.inputs)


@EVERY_SAMPLE
def test_update_in_place_is_read_back(made: tuple[Life, Sample]) -> None:
    life, sample = made
    news = sample.inputs | sample.change
    difference = life.diff(news)
    assert difference.changes == DIFF.DIFF_SOME
    assert not difference.replaces
    life.update(news)
    assert life.refresh()
    assert life.diff(news).changes == DIFF.DIFF_NONE, life.diff(news)


@EVERY_SAMPLE
def test_change_of_immutable_field_replaces(made: tuple[Life, Sample]) -> None:
    life, sample = made
    assert life.diff(sample.inputs | sample.replaced).replaces == [sample.replacing]


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "release"])
def test_delete_is_idempotent(made: tuple[Life, Sample]) -> None:
    life, _ = made
    life.delete()
    assert not life.refresh()
    life.delete()


@EVERY_SAMPLE
def test_an_import_finds_what_exists_by_its_id(made: tuple[Life, Sample]) -> None:
    life, sample = made
    imported = Life(life.provider, life.token)
    imported.id = life.id
    assert imported.refresh()
    expected = {"data" if name == "stringData" else name for name in sample.inputs}
    assert expected <= set(imported.inputs)
    assert not {"managedFields", "uid"} & set(imported.inputs.get("metadata", {}))


@EVERY_SAMPLE
def test_preview_creates_nothing(provider: KubernetesProvider, name: str) -> None:
    life = Life(provider, SAMPLES[name].token, "previewed")
    assert life.preview(SAMPLES[name].inputs)
    metadata = to_props(life.check(SAMPLES[name].inputs).inputs).get("metadata", {})
    life.id = f"default/{metadata.get('name')}" if "namespace" in metadata else "previewed-3031"
    assert not life.refresh()


def test_generated_name_is_kept(config_map: Life) -> None:
    assert config_map.id == "default/settings-30313233"
    assert config_map.inputs["metadata"]["annotations"] == {"pulumi.com/autonamed": "true"}
    change = config_map.diff({"data": {"a": "9"}})
    assert change.replaces == ["data"]
    assert not change.deleteBeforeReplace


def test_object_with_fixed_name_is_deleted_before_replacement(provider: KubernetesProvider) -> None:
    life = Life(provider, CONFIG_MAP)
    life.create({"metadata": {"name": "named"}, "data": {"a": "1"}})
    assert life.diff({"metadata": {"name": "named"}, "data": {"a": "2"}}).deleteBeforeReplace
    assert not life.diff({"metadata": {"name": "other"}, "data": {"a": "2"}}).deleteBeforeReplace
    life.delete()


def test_mutable_config_map_is_updated_in_place_and_drops_removed_keys(
    providers: Providers, config_map: Life, server: ApiServer
) -> None:
    config_map.provider = providers(enableConfigMapMutable="true")
    assert not config_map.diff({"data": {"a": "9"}}).replaces
    config_map.update({"data": {"a": "9"}})
    assert data_of(server, "settings-30313233") == {"a": "9"}


def test_immutable_config_map_is_replaced_despite_the_setting(providers: Providers) -> None:
    life = Life(providers(enableConfigMapMutable=True), CONFIG_MAP)
    life.create({"data": {"a": "1"}, "immutable": True})
    assert life.diff({"data": {"a": "2"}, "immutable": True}).replaces == ["data"]
    life.delete()


def test_key_with_dots_is_quoted_in_differences(config_map: Life) -> None:
    news = {"metadata": {"labels": {"app.kubernetes.io/name": "it"}}, "data": {"a": "1", "b": "2"}}
    assert list(config_map.diff(news).detailedDiff) == ["metadata.labels"]
    config_map.update(news)
    news["metadata"]["labels"]["app.kubernetes.io/name"] = "other"
    path = 'metadata.labels["app.kubernetes.io/name"]'
    assert list(config_map.diff(news).detailedDiff) == [path]


def test_field_manager_name_is_kept_over_updates(config_map: Life, server: ApiServer) -> None:
    manager = config_map.state["__fieldManager"]
    assert manager.startswith(OURS)
    assert managers(server, "settings-30313233") == {(manager, "Update"): {"a", "b"}}
    config_map.update({"data": {"a": "9", "b": "2"}})
    assert managers(server, "settings-30313233") == {(manager, "Apply"): {"a", "b"}}


def test_change_made_with_kubectl_is_drift_and_is_repaired(
    config_map: Life, server: ApiServer
) -> None:
    patch = json.dumps({"data": {"a": "changed"}})
    server.kubectl("patch", "configmap", "settings-30313233", "--type=merge", "-p", patch)
    config_map.refresh()
    wanted = {"data": {"a": "1", "b": "2"}}
    assert list(config_map.diff(wanted).detailedDiff) == ["data.a"]
    config_map.preview(wanted)
    config_map.update(wanted)
    assert data_of(server, "settings-30313233") == wanted["data"]


def test_key_of_another_manager_is_ignored_and_kept(config_map: Life, server: ApiServer) -> None:
    applied_by(server, "flux", "settings-30313233", {"theirs": "3"})
    config_map.refresh()
    assert config_map.diff({"data": {"a": "1", "b": "2"}}).changes == DIFF.DIFF_NONE
    config_map.update({"data": {"a": "9", "b": "2"}})
    assert data_of(server, "settings-30313233") == {"a": "9", "b": "2", "theirs": "3"}


def test_manually_added_list_item_is_a_difference(
    provider: KubernetesProvider, server: ApiServer
) -> None:
    life, sample = Life(provider, SAMPLES["role binding"].token), SAMPLES["role binding"]
    life.create(sample.inputs | {"metadata": {"name": "drifting"}})
    server.kubectl(
        "patch",
        "rolebinding",
        "drifting",
        "--type=json",
        "-p",
        '[{"op": "add", "path": "/subjects/-", "value": {"kind": "User", "name": "eve"}}]',
    )
    life.refresh()
    difference = life.diff(sample.inputs | {"metadata": {"name": "drifting"}})
    assert list(difference.diffs) == ["subjects"]
    life.delete()


def test_field_of_another_manager_needs_patch_force(
    providers: Providers, config_map: Life, server: ApiServer
) -> None:
    config_map.provider = providers(enableConfigMapMutable=True)
    applied_by(server, "flux", "settings-30313233", {"a": "theirs"})
    wanted: Props = {"data": {"a": "ours", "b": "2"}}
    for step in (config_map.update, config_map.preview):
        with pytest.raises(RefusedError, match=r'conflict with "flux": \.data\.a') as refused:
            step(wanted)
    assert 'annotate it with pulumi.com/patchForce: "true"' in str(refused.value)
    assert data_of(server, "settings-30313233")["a"] == "theirs"
    wanted["metadata"] = {"annotations": {"pulumi.com/patchForce": "true"}}
    config_map.update(wanted)
    assert data_of(server, "settings-30313233") == wanted["data"]


def test_provider_setting_enables_patch_force_for_all(
    providers: Providers, config_map: Life, server: ApiServer
) -> None:
    config_map.provider = providers(enableConfigMapMutable=True, enablePatchForce=True)
    applied_by(server, "flux", "settings-30313233", {"a": "theirs"})
    config_map.update({"data": {"a": "ours"}})
    assert data_of(server, "settings-30313233")["a"] == "ours"


def test_existing_object_is_taken_over_only_with_upsert(
    providers: Providers, provider: KubernetesProvider, server: ApiServer
) -> None:
    applied_by(server, "other", "taken", {"a": "theirs"})
    news: Props = {"metadata": {"name": "taken"}, "data": {"b": "ours"}}
    life = Life(provider, CONFIG_MAP)
    with pytest.raises(RefusedError) as refused:
        life.create(news)
    assert str(refused.value).startswith(
        'ConfigMap default/taken was not created: configmaps "taken" already exists.'
    )
    life.provider = providers(upsertExistingObjects="true")
    life.create(news)
    assert data_of(server, "taken") == {"a": "theirs", "b": "ours"}
    life.delete()


def test_environment_provides_settings_that_the_provider_lacks(
    providers: Providers, server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_K8S_UPSERT_EXISTING_OBJECTS", "true")
    applied_by(server, "other", "taken", {})
    life = Life(providers(), CONFIG_MAP)
    life.create({"metadata": {"name": "taken"}})
    life.delete()
    applied_by(server, "other", "taken", {})
    life = Life(providers(upsertExistingObjects=False), CONFIG_MAP)
    with pytest.raises(RefusedError, match="already exists"):
        life.create({"metadata": {"name": "taken"}})
    server.kubectl("delete", "configmap", "taken")


def test_misspelt_inputs_are_refused_with_their_path(provider: KubernetesProvider) -> None:
    container = {"name": "it", "ports": [{"containerPort": "http"}]}
    pods = {"metadata": {"lables": {}}, "spec": {"containers": [container]}}
    answer = Life(provider, "kubernetes:apps/v1:Deployment").check(
        {"spec": {"selector": {}, "template": pods}}
    )
    assert [failure.property for failure in answer.failures] == [
        "spec.template.metadata.lables",
        "spec.template.spec.containers[0].ports[0].containerPort",
    ]


def test_metadata_of_a_custom_resource_is_checked_too(provider: KubernetesProvider) -> None:
    life = Life(provider, SAMPLES["custom resource"].token)
    answer = life.check({"metadata": {"nmae": "it"}, "spec": {"anything": 1}})
    assert [failure.property for failure in answer.failures] == ["metadata.nmae"]


def test_a_preview_shows_what_the_api_server_would_refuse(provider: KubernetesProvider) -> None:
    life = Life(provider, "kubernetes:core/v1:Service")
    with pytest.raises(RefusedError, match=r"spec.ports\[0\].port.*between 1 and 65535"):
        life.preview({"spec": {"ports": [{"port": 70000}]}})


def test_a_preview_knows_what_the_api_server_fills_in(provider: KubernetesProvider) -> None:
    seen = Life(provider, "kubernetes:core/v1:Service").preview({"spec": {"ports": [{"port": 1}]}})
    assert seen["spec"]["type"] == "ClusterIP"
    assert seen["status"] == UNKNOWN


@pytest.mark.parametrize("metadata", [{"namespace": "planned"}, {"name": "kube-root"}])
def test_preview_accepts_a_namespace_that_does_not_exist_yet(
    provider: KubernetesProvider, server: ApiServer, metadata: Props
) -> None:
    applied_by(server, "other", "kube-root", {})
    life = Life(provider, CONFIG_MAP)
    assert life.preview({"metadata": metadata, "data": {"a": "1"}})["data"] == {"a": "1"}


def test_missing_namespace_is_an_error_on_deployment(provider: KubernetesProvider) -> None:
    life = Life(provider, CONFIG_MAP)
    with pytest.raises(RefusedError, match='namespaces "planned" not found'):
        life.create({"metadata": {"namespace": "planned"}})


def test_unknown_values_skip_the_dry_run(provider: KubernetesProvider) -> None:
    for news in ({"data": {"a": UNKNOWN}}, {"metadata": UNKNOWN}):
        seen = Life(provider, CONFIG_MAP).preview(news)
        assert news.items() <= seen.items()


def test_unknown_kubeconfig_contacts_no_cluster(providers: Providers) -> None:
    provider = providers(UNKNOWN)
    seen = Life(provider, "kubernetes:core/v1:Service").preview({"spec": {"type": "ClusterIP"}})
    assert seen["metadata"]["namespace"] == "default"
    assert seen["status"] == UNKNOWN
    assert not providers.warnings


def test_proxies_are_ignored(providers: Providers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    life = Life(providers(), "kubernetes:core/v1:Namespace")
    life.id = "kube-system"
    assert life.refresh()


def test_a_kubeconfig_may_be_yaml_or_a_path(
    providers: Providers, server: ApiServer, tmp_path: Path
) -> None:
    file = tmp_path / "kubeconfig"
    file.write_text(json.dumps(server.kubeconfig()))
    life = Life(providers(str(file)), "kubernetes:core/v1:Namespace")
    life.id = "kube-system"
    assert life.refresh()


def test_context_and_namespace_can_be_overridden(providers: Providers, server: ApiServer) -> None:
    kubeconfig = server.kubeconfig()
    context = {"cluster": "it", "user": "admin", "namespace": "kube-public"}
    kubeconfig["contexts"].append({"name": "other", "context": context})
    news: Props = {"metadata": {"name": "x"}}
    for settings, expected in (
        ({"context": "other"}, "kube-public"),
        ({"context": "other", "namespace": "kube-system"}, "kube-system"),
    ):
        inputs = Life(providers(kubeconfig, **settings), CONFIG_MAP).check(news).inputs
        assert to_props(inputs)["metadata"]["namespace"] == expected


@pytest.mark.parametrize(
    ("kubeconfig", "message"),
    [
        ("", "no kubeconfig"),
        ("{", "not valid YAML"),
        ("/nowhere/config", "cannot be read"),
        ("{current-context: none}", "no context 'none' among its contexts"),
    ],
)
def test_invalid_kubeconfig_is_reported(kubeconfig: str, message: str) -> None:
    provider = KubernetesProvider("0.0.0", lambda urn, text: None)
    args = to_struct({"kubeconfig": kubeconfig})
    with pytest.raises(RefusedError, match=message):
        provider.Configure(provider_pb2.ConfigureRequest(args=args), Context())


def test_real_cluster_is_refused(providers: Providers, server: ApiServer) -> None:
    kubeconfig = server.kubeconfig()
    kubeconfig["clusters"][0]["cluster"]["server"] = "https://prod.example.invalid"
    with pytest.raises(RefusedError, match="not a cluster of the simulated account"):
        providers(kubeconfig)


@pytest.mark.parametrize(
    "setting", [{"enableServerSideApply": "false"}, {"renderYamlToDirectory": "out"}]
)
def test_a_setting_that_is_not_simulated_is_refused(
    provider: KubernetesProvider, setting: Props
) -> None:
    request = provider_pb2.CheckRequest(news=to_struct({"kubeconfig": "x", **setting}))
    failures = provider.CheckConfig(request, Context()).failures
    assert [failure.property for failure in failures] == list(setting)


def test_forbidden_request_is_reported(providers: Providers, server: ApiServer) -> None:
    server.kubectl("create", "serviceaccount", "stranger")
    token = server.kubectl("create", "token", "stranger").strip()
    life = Life(providers(server.kubeconfig(token=token)), CONFIG_MAP)
    assert life.preview({"data": {"a": "1"}})["data"] == {"a": "1"}
    with pytest.raises(RefusedError, match='default:stranger" cannot create resource "configmaps"'):
        life.create({})


def exec_user(folder: Path, script: str, token: str = "") -> Props:
    """A kubeconfig's user whose credentials a script prints; the script knows `$TOKEN`."""
    command = folder / "credentials"
    command.write_text(f"#!/bin/sh\necho run >> {folder}/runs\n{script}\n")
    command.chmod(0o755)
    return {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": str(command),
        "args": ["get-token", "--role", "deploy"],
        "env": [{"name": "TOKEN", "value": token}],
    }


def credential(**status: str) -> str:
    """A script that prints a credential."""
    version = "client.authentication.k8s.io/v1beta1"
    text = json.dumps({"apiVersion": version, "kind": "ExecCredential", "status": status})
    return f"cat <<EOF\n{text}\nEOF"


@pytest.mark.parametrize(
    ("end", "runs"), [("2999-01-01T00:00:00Z", 1), ("2000-01-01T00:00:00Z", 2)]
)
def test_exec_credentials_are_used_until_they_expire(
    providers: Providers, server: ApiServer, tmp_path: Path, end: str, runs: int
) -> None:
    script = credential(token="$TOKEN", expirationTimestamp=end)
    provider = providers(server.kubeconfig(exec=exec_user(tmp_path, script, server.plane.token)))
    life = Life(provider, CONFIG_MAP)
    life.create({})
    life.delete()
    counted = len((tmp_path / "runs").read_text().splitlines())
    assert counted == 1 if runs == 1 else counted > 1


@pytest.mark.parametrize(
    ("end", "runs"), [("2999-01-01T00:00:00Z", 2), ("2000-01-01T00:00:00Z", 4)]
)
def test_token_is_cached_for_providers_with_the_same_keys_until_it_expires(
    providers: Providers,
    server: ApiServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
    runs: int,
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    script = credential(token="$TOKEN", expirationTimestamp=end)
    kubeconfig = server.kubeconfig(exec=exec_user(tmp_path, script, server.plane.token))
    for key in ("ada", "ada", "grace", "grace"):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
        life = Life(providers(kubeconfig), CONFIG_MAP)
        life.create({})
        life.delete()
    counted = len((tmp_path / "runs").read_text().splitlines())
    assert counted == runs if runs == 2 else counted >= runs
    for file in (tmp_path / "tokens").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo no such role >&2; exit 254", "process returned 254. no such role"),
        (credential(clientKeyData="x"), "printed no token"),
    ],
)
def test_failed_exec_command_is_named(
    providers: Providers, server: ApiServer, tmp_path: Path, script: str, message: str
) -> None:
    provider = providers(server.kubeconfig(exec=exec_user(tmp_path, script)))
    with pytest.raises(RefusedError, match=message) as refused:
        Life(provider, CONFIG_MAP).create({})
    assert "get-token --role deploy` " in str(refused.value)


def test_missing_exec_command_is_named(
    providers: Providers, server: ApiServer, tmp_path: Path
) -> None:
    user = exec_user(tmp_path, "") | {"command": "no-such-command"}
    with pytest.raises(RefusedError, match="`no-such-command get-token"):
        Life(providers(server.kubeconfig(exec=user)), CONFIG_MAP).create({})


def test_deleting_a_namespace_deletes_its_contents(
    provider: KubernetesProvider, server: ApiServer
) -> None:
    namespace, inside = Life(provider, "kubernetes:core/v1:Namespace"), Life(provider, CONFIG_MAP)
    named: Props = {"metadata": {"name": "passing"}}
    for _ in range(2):  # the second time, a remaining object would cause an error
        namespace.create(named)
        inside.create({"metadata": {"name": "x", "namespace": "passing"}})
        namespace.delete()
        assert not namespace.refresh()
        assert not inside.refresh()


def test_secret_properties_are_marked_as_secret(provider: KubernetesProvider) -> None:
    life = Life(provider, "kubernetes:core/v1:Secret")
    life.create({"stringData": {"a": "hidden"}})
    assert life.secret == {"data"}
    life.delete()


def test_custom_resources_with_definition_are_real_objects(
    provider: KubernetesProvider, server: ApiServer
) -> None:
    definition = Life(provider, "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")
    spec = {"type": "object", "properties": {"a": {"type": "integer"}}}
    schema = {"type": "object", "properties": {"spec": spec}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    definition.create(
        {
            "metadata": {"name": "things.example.invalid"},
            "spec": {
                "group": "example.invalid",
                "scope": "Namespaced",
                "names": {"kind": "Thing", "plural": "things", "singular": "thing"},
                "versions": [version],
            },
        }
    )
    server.kubectl("wait", "--for=condition=Established", "crd/things.example.invalid")
    thing = Life(provider, "kubernetes:example.invalid/v1:Thing")
    thing.create({"metadata": {"name": "it", "namespace": "default"}, "spec": {"a": 1}})
    assert "it" in server.kubectl("get", "things.example.invalid")
    thing.delete()
    definition.delete()


def test_unsupported_calls_are_reported(provider: KubernetesProvider) -> None:
    chart = provider_pb2.ConstructRequest(type="kubernetes:helm.sh/v4:Chart")
    with pytest.raises(RefusedError, match="no function kubernetes:yaml:decode"):
        provider.Invoke(provider_pb2.InvokeRequest(tok="kubernetes:yaml:decode"), Context())
    with pytest.raises(RefusedError, match="no component kubernetes:helm"):
        provider.Construct(chart, Context())
    with pytest.raises(RefusedError, match="no patches such as"):
        Life(provider, "kubernetes:core/v1:ConfigMapPatch").check({})


def test_namespaced_kinds_match_the_api_server(server: ApiServer) -> None:
    for namespaced in (True, False):
        options = [
            "--verbs=create,delete",
            "--no-headers",
            f"--namespaced={str(namespaced).lower()}",
        ]
        for line in server.kubectl("api-resources", *options).splitlines():
            kind = line.split()[-1]
            assert Kind("", "v1", kind).namespaced == namespaced, kind


@pytest.mark.parametrize(
    ("change", "replaces"),
    [
        ({}, []),
        ({"enableConfigMapMutable": "true"}, []),
        ({"kubeconfig": UNKNOWN}, ["kubeconfig"]),
        ({"kubeconfig": "{current-context: other}"}, ["kubeconfig"]),
        ({"kubeconfig": UNKNOWN, "clusterIdentifier": "staging"}, []),
    ],
)
def test_another_cluster_replaces_the_provider(
    provider: KubernetesProvider, server: ApiServer, change: Props, replaces: list[str]
) -> None:
    old = {"kubeconfig": json.dumps(server.kubeconfig())}
    request = provider_pb2.DiffRequest(old_inputs=to_struct(old), news=to_struct(old | change))
    assert provider.DiffConfig(request, Context()).replaces == replaces


def test_another_cluster_identifier_replaces_the_provider(provider: KubernetesProvider) -> None:
    old, new = {"clusterIdentifier": "a"}, {"clusterIdentifier": "b"}
    request = provider_pb2.DiffRequest(old_inputs=to_struct(old), news=to_struct(new))
    assert provider.DiffConfig(request, Context()).replaces == ["clusterIdentifier"]


@pytest.mark.parametrize(
    ("token", "custom"),
    [
        ("kubernetes:core/v1:ConfigMap", False),
        ("kubernetes:rbac.authorization.k8s.io/v1:Role", False),
        ("kubernetes:helm.sh/v3:Release", False),
        ("kubernetes:apps.example.invalid/v1:Deployment", True),
        ("kubernetes:gateway.networking.k8s.io/v1:Gateway", True),
    ],
)
def test_types_unknown_to_the_sdk_are_custom_resources(token: str, custom: bool) -> None:
    assert is_custom(token) == custom
