"""Valid stack files, from which the cases make malformed ones."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

NODE_GROUP = {
    "name": "post-scaling",
    "instanceTypes": ["r5.large"],
    "capacity": "ON_DEMAND",
    "minSize": 2,
    "maxSize": 4,
    "diskSize": 80,
}

ROLE = {
    "name": "state-machine-role",
    "username": "state-machine-runner",
    "groups": ["state-machine-runner-group"],
}

ADDON_VERSIONS = {
    "vpcCni": "v1.21.1-eksbuild.1",
    "kubeProxy": "v1.35.0-eksbuild.2",
    "coredns": "v1.13.1-eksbuild.1",
    "ebsCsi": "v1.54.0-eksbuild.1",
    "metricsServer": "v0.8.0-eksbuild.6",
    "nodeMonitoring": "v1.5.0-eksbuild.1",
}

CONNECTION = (
    "arn:aws:codeconnections:eu-west-1:242905224710:connection/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"
)

CIPHERTEXT = "AQICAHj" + 61 * "A"
"""A secret that begins like a ciphertext of KMS, but cannot be decrypted."""

_EXAMPLES = {
    "addonVersions": ADDON_VERSIONS,
    "availabilityZones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    "domain": {"zone": "example.org", "name": "scp.example.org"},
    "existingNetwork": {
        "vpcId": "vpc-0a1b2c3d4e5f67890",
        "privateSubnetIds": ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"],
        "publicSubnetIds": ["subnet-0f1e2d3c4b5a69780", "subnet-0f1e2d3c4b5a69781"],
    },
    "nodeGroups": [
        NODE_GROUP
        | {
            "labels": {"workload": "batch"},
            "taints": [{"key": "dedicated", "value": "batch", "effect": "NO_EXECUTE"}],
        },
        NODE_GROUP | {"name": "without-taints", "instanceTypes": ["m5.large"]},
    ],
    "publicAccessCidrs": ["203.0.113.0/24"],
    "releases": {
        "loadBalancerController": "1.17.1",
        "clusterAutoscaler": "9.53.0",
        "canaryRuntime": "syn-nodejs-puppeteer-13.1",
        "xrayDaemon": "3.3.14",
    },
    "retired": [{"kind": "bucket", "name": "worker-results", "data": "kept", "removed": True}],
    "roles": [ROLE],
    "users": [{"name": "mary"}],
    "adopted": [{"resource": "iam.Role api", "keep": {"path": "/"}}],
}
"""Valid values of keys that the valid files omit or shorten."""

_PLATFORM = {
    "cellscope:alarmEmails": "[alarms@example.org]",
    "cellscope:publicUrl": "https://ui.example.org",
    "cellscope:backupDays": "35",
    "cellscope:monthlyBudget": "1500",
    "cellscope:logRetentionDays": "30",
    "cellscope:nodeGroups": json.dumps([NODE_GROUP]),
    "cellscope:admins": '[{"name": "ada.lovelace"}]',
}

_GOOD = {
    "account": {
        "cellscope:environment": "production",
        "cellscope:githubOrganization": "hms-dbmi-cellenics",
        "cellscope:infrastructureRepository": "iac",
        "cellscope:organizationId": "o-a1b2c3d4e5",
        "cellscope:runners": json.dumps({"connection": CONNECTION}),
    },
    "development": {
        "cellscope:environment": "development",
        "cellscope:apiUrl": "http://host.docker.internal:3000",
        "cellscope:uiOrigins": "[http://localhost:5000]",
    },
    "staging": {
        "cellscope:environment": "staging",
        "cellscope:apiUrl": "https://api.staging.example.org",
        "cellscope:uiOrigins": '["https://ui-*.staging.example.org"]',
        "cellscope:network": "{cidr: 10.10.0.0/16, natGateways: 1}",
        **_PLATFORM,
    },
    "production": {
        "cellscope:environment": "production",
        "cellscope:apiUrl": "https://api.example.org",
        "cellscope:uiOrigins": '["https://example.org"]',
        "cellscope:network": "{cidr: 10.20.0.0/16, natGateways: 3}",
        **_PLATFORM,
    },
}
"""The keys of a valid file of each stack, with values in YAML."""


def stack_file(stack: str, **changes: str | None) -> str:
    """Returns a valid file of the stack with some keys changed, or omitted if None."""
    entries = _GOOD[stack] | {f"cellscope:{key}": value for key, value in changes.items()}
    lines = [f"  {key}: {value}\n" for key, value in entries.items() if value is not None]
    return "".join(["config:\n", *lines])


def example(stack: str, key: str) -> Any:
    """Returns a valid value of the key, in as much detail as there is."""
    written = yaml.safe_load(_GOOD[stack].get(f"cellscope:{key}", "null"))
    return _EXAMPLES.get(key, written)


def listed(*entries: Any) -> str:
    """Returns the entries as a JSON list, which is valid YAML."""
    return json.dumps(entries)


def but(good: Mapping[str, Any], /, **changes: Any) -> dict[str, Any]:
    """Returns a valid record with some keys changed, or omitted if None."""
    return {key: value for key, value in (dict(good) | changes).items() if value is not None}
