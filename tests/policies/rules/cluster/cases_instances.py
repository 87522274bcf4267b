"""Test stacks for the rules about instances and launch templates."""

from typing import Any

from policies.engine.resource import Resource
from policies.rules.cluster.cluster import NODE_GROUP
from policies.rules.cluster.instances import INSTANCE, METADATA_DEFAULTS, TEMPLATE
from tests.policies.rules.cases import UNKNOWN, Case, a

STRICT = {"httpTokens": "required", "httpPutResponseHopLimit": 1}


def metadata(type_: str = TEMPLATE, **options: Any) -> Resource:
    return a(type_, metadataOptions={**STRICT, **options})


def interfaces(*associate: Any) -> Resource:
    found = [{"associatePublicIpAddress": value} for value in associate]
    return a(TEMPLATE, networkInterfaces=found)


CASES = (
    Case(
        "instance-imdsv2",
        bad={
            "httpTokens is optional:": [
                metadata(httpTokens="optional"),
                metadata(INSTANCE, httpTokens="optional"),
                a(METADATA_DEFAULTS, httpTokens="optional"),
            ],
            "httpTokens is optional": a(INSTANCE),
            "its metadata options set no httpPutResponseHopLimit; the maximum is 1.": [
                a(TEMPLATE),
                metadata(httpPutResponseHopLimit=None),
            ],
            "is 2, so pods can read the metadata": metadata(httpPutResponseHopLimit=2.0),
            "is 3, so pods can read the metadata": a(
                INSTANCE,
                metadataOptions={**STRICT, "httpPutResponseHopLimit": 3},
                launchTemplate={"id": UNKNOWN},
            ),
            "is no-preference": a(METADATA_DEFAULTS),
        },
        good=(
            metadata(),
            metadata(INSTANCE, httpPutResponseHopLimit=1.0),
            metadata(httpEndpoint="disabled", httpTokens="optional"),
            metadata(httpEndpoint="enabled"),
            a(INSTANCE, launchTemplate={"id": UNKNOWN}),
            a(METADATA_DEFAULTS, httpTokens="required"),
        ),
        unknown=(
            metadata(httpTokens=UNKNOWN),
            metadata(INSTANCE, httpPutResponseHopLimit=UNKNOWN),
            a(METADATA_DEFAULTS, httpTokens=UNKNOWN),
        ),
    ),
    Case(
        "instance-no-public-ip",
        bad={
            "it gets a public IP address.": [
                a(INSTANCE, associatePublicIpAddress=True),
                interfaces("true"),
                interfaces("false", "true"),
            ]
        },
        good=(
            a(INSTANCE),
            a(INSTANCE, associatePublicIpAddress=False, networkInterfaces=UNKNOWN),
            a(TEMPLATE),
            interfaces("false", None),
        ),
        unknown=(a(INSTANCE, associatePublicIpAddress=UNKNOWN), interfaces("false", UNKNOWN)),
    ),
    Case(
        "no-ssh-keys",
        bad={
            "it accepts SSH connections with the key pair ada.": a(INSTANCE, keyName="ada"),
            "it accepts SSH connections with the key pair grace.": a(TEMPLATE, keyName="grace"),
            "its nodes accept SSH connections.": a(NODE_GROUP, remoteAccess={"ec2SshKey": UNKNOWN}),
        },
        good=(a(INSTANCE), a(TEMPLATE), a(NODE_GROUP)),
        unknown=(a(INSTANCE, keyName=UNKNOWN), a(NODE_GROUP, remoteAccess=UNKNOWN)),
    ),
)
