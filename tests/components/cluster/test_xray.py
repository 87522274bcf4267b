"""The component `Xray`: service, image, role and security context."""

from typing import Any

from components.cluster.xray import Xray, XrayArgs
from settings import Releases
from tests.environments import platform_of
from tests.mocks.recording import Recording
from tests.mocks.runs import OIDC
from tests.mocks.stand_in import record

ROLE = "arn:aws:iam:::xray-daemon-role-staging"
RELEASES = Releases(
    load_balancer_controller="1.2.3",
    cluster_autoscaler="4.5.6",
    xray_daemon="7.8.9",
    canary_runtime="syn-nodejs-puppeteer-1.2",
)


def made() -> Recording:
    settings = platform_of("staging", region="eu-west-2", releases=RELEASES)
    return record(lambda: Xray("xray", XrayArgs(settings, OIDC)))


def pod() -> dict[str, Any]:
    return dict(made().of("apps/v1:DaemonSet")["xray"].inputs["spec"]["template"]["spec"])


def test_the_daemon_has_the_service_name_of_the_old_estate() -> None:
    recording = made()
    service = recording.of("core/v1:Service")["xray"].inputs
    daemons = recording.of("apps/v1:DaemonSet")["xray"].inputs["spec"]
    assert service["metadata"]["name"] == "xray-service"
    assert service["metadata"]["namespace"] == "default"
    ports = {(one["protocol"], one["port"]) for one in service["spec"]["ports"]}
    assert ports == {("UDP", 2000), ("TCP", 2000)}
    # A headless service, whose name resolves to the daemons' addresses.
    assert service["spec"]["clusterIP"] == "None"
    labels = service["spec"]["selector"]
    assert daemons["selector"] == {"matchLabels": labels}
    assert daemons["template"]["metadata"]["labels"] == labels
    (container,) = pod()["containers"]
    listening = {(one["protocol"], one["containerPort"]) for one in container["ports"]}
    assert listening == ports


def test_the_daemon_has_the_pinned_image_and_its_region() -> None:
    (container,) = pod()["containers"]
    assert container["image"] == "public.ecr.aws/xray/aws-xray-daemon:7.8.9"
    assert container["env"] == [{"name": "AWS_REGION", "value": "eu-west-2"}]


def test_the_daemon_has_its_role_and_depends_on_its_service_account() -> None:
    recording = made()
    account = recording.of("core/v1:ServiceAccount")["xray"]
    assert account.inputs["metadata"] == {
        "name": "xray-daemon",
        "namespace": "default",
        "annotations": {"eks.amazonaws.com/role-arn": ROLE},
    }
    assert pod()["serviceAccountName"] == "xray-daemon"
    assert account.urn in recording.of("apps/v1:DaemonSet")["xray"].dependencies


def test_the_daemon_is_unprivileged_and_has_resource_limits() -> None:
    spec = pod()
    (container,) = spec["containers"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["requests"].keys() == {"cpu", "memory"}
    assert container["resources"]["limits"].keys() == {"memory"}
    assert not spec.keys() & {"hostNetwork", "hostPID", "hostIPC", "volumes"}
