"""Long values, and many mistakes in one file."""

import json

from tests.settings.malformed.cases import Malformed, case, staging
from tests.settings.malformed.files import ADDON_VERSIONS, NODE_GROUP, ROLE, but, listed, stack_file

MANY = (
    staging(
        "a long value",
        'cellscope:region = "' + 76 * "x" + "...: has an invalid format",
        region=200 * "x",
    ),
    staging(
        "a value with a line break",
        'cellscope:region = "eu-west-1\\nus-east-1": has an invalid format',
        region='"eu-west-1\\nus-east-1"',
    ),
    case(
        "a mistake of each kind",
        "production",
        'cellscope:accountId = "1": has an invalid format',
        'cellscope:accountSuffix = "yess": must be true or false',
        "cellscope:addonVersions.coredns: missing.",
        "cellscope:addonVersions.flannel: unknown key. Valid keys: vpcCni, kubeProxy, coredns, ",
        "cellscope:admins = []: must not be empty",
        'cellscope:alarmEmails[1] = "a@example.org": is a duplicate of [0]',
        'cellscope:alarmMails: unknown key. Did you mean "alarmEmails"?',
        "cellscope:apiUrl: missing.",
        'cellscope:availabilityZones[0] = "us-east-1a": is not an availability zone of eu-west-1',
        'cellscope:clusterAuthentication = "password": is not an allowed value',
        'cellscope:environment = "staging": is not the environment of the stack production',
        'cellscope:kubernetesVersion = "latest": has an invalid format',
        "cellscope:logRetentionDays = 45: is not a retention period of CloudWatch Logs",
        'cellscope:network.cidr = "8.8.0.0/16": is not in a private address range',
        "cellscope:network.name: unknown key. Valid keys: cidr, natGateways.",
        "cellscope:network.natGateways = 9: is out of range",
        "cellscope:nodeGroups[0].diskSize = 8: is out of range",
        'cellscope:nodeGroups[0].instanceTypes[0] = "m7g.large": is an ARM instance type',
        "cellscope:nodeGroups[0].maxSize = 1: must not be less than minSize",
        'cellscope:publicAccessCidrs[0] = "0.0.0.0/0": is too broad; it admits too much of the '
        "internet",
        'cellscope:roles[0].groups[0] = "admins": is not an allowed value',
        "cellscope:uiOrigins[0] = 5: must be a string",
        'cellscope:uiOrigins[1] = "*": allows every website',
        'cellscope:users[1] = {"name": "ci/Mary"}: is a duplicate of [0]',
        accountId='"1"',
        accountSuffix="yess",
        addonVersions=json.dumps(but(ADDON_VERSIONS, coredns=None, flannel="0")),
        admins="[]",
        alarmEmails="[a@example.org, a@example.org]",
        alarmMails="[]",
        apiUrl=None,
        availabilityZones="[us-east-1a, eu-west-1b, eu-west-1c]",
        clusterAuthentication="password",
        environment="staging",
        kubernetesVersion="latest",
        logRetentionDays="45",
        network="{cidr: 8.8.0.0/16, natGateways: 9, name: main}",
        nodeGroups=listed(but(NODE_GROUP, instanceTypes=["m7g.large"], maxSize=1, diskSize=8)),
        publicAccessCidrs="[0.0.0.0/0]",
        roles=listed(but(ROLE, groups=["admins"])),
        uiOrigins='[5, "*", "https://example.org"]',
        users="[{name: mary}, {name: ci/Mary}]",
    ),
    Malformed(
        "unknown stack",
        "qa",
        stack_file("staging"),
        ("qa: unknown stack. Choose one of account, development, staging, production, or sandbox",),
    ),
    Malformed(
        "an empty file",
        "development",
        "config: {}\n",
        ("Pulumi.development.yaml: sets no key. Write config: and below it, indented, a line",),
    ),
)
