"""Test stacks for the rules about instances and launch templates."""

from typing import Any

from policies.rules.cluster.cluster import NODE_GROUP
from policies.rules.cluster.instances import (
    INSTANCE,
    INSTANCES_HAVE_NO_PUBLIC_ADDRESS,
    INSTANCES_USE_IMDSV2,
    METADATA_DEFAULTS,
    NO_SSH_KEYS,
    TEMPLATE,
)
from tests.policies.rules.cases import UNKNOWN, Case, Stack, a

STRICT = {"httpTokens": "required", "httpPutResponseHopLimit": 1}


def metadata(type_: str = TEMPLATE, **options: Any) -> Stack:
    return (a(type_, props={"metadataOptions": {**STRICT, **options}}),)


def interfaces(*associate: Any) -> Stack:
    found = [{"associatePublicIpAddress": value} for value in associate]
    return (a(TEMPLATE, props={"networkInterfaces": found}),)


CASES = (
    Case(
        INSTANCES_USE_IMDSV2,
        bad={
            "httpTokens is optional": metadata(httpTokens="optional"),
            "is optional": metadata(INSTANCE, httpTokens="optional"),
            "optional": (a(INSTANCE),),
            "its metadata options set no httpPutResponseHopLimit; the maximum is 1.": (
                a(TEMPLATE),
            ),
            "is 2, so pods can read the metadata; the maximum is 1.": metadata(
                httpPutResponseHopLimit=2.0
            ),
            "metadata options set no httpPutResponseHopLimit; the maximum is 1.": metadata(
                httpPutResponseHopLimit=None
            ),
            "is 64, so pods can read the metadata; the maximum is 1.": metadata(
                INSTANCE, httpPutResponseHopLimit=64
            ),
            "is 3, so pods can read the metadata; the maximum is 1.": (
                a(
                    INSTANCE,
                    props={
                        "metadataOptions": {**STRICT, "httpPutResponseHopLimit": 3},
                        "launchTemplate": {"id": UNKNOWN},
                    },
                ),
            ),
            "is no-preference": (a(METADATA_DEFAULTS),),
            "httpTokens is optional:": (a(METADATA_DEFAULTS, props={"httpTokens": "optional"}),),
        },
        good=(
            metadata(),
            metadata(INSTANCE, httpPutResponseHopLimit=1.0),
            metadata(httpEndpoint="disabled", httpTokens="optional"),
            metadata(httpEndpoint="enabled"),
            (a(INSTANCE, props={"launchTemplate": {"id": UNKNOWN}}),),
            (a(METADATA_DEFAULTS, props={"httpTokens": "required"}),),
        ),
        unknown=(
            metadata(httpTokens=UNKNOWN),
            metadata(INSTANCE, httpPutResponseHopLimit=UNKNOWN),
            (a(TEMPLATE, props={"metadataOptions": UNKNOWN}),),
            (a(METADATA_DEFAULTS, props={"httpTokens": UNKNOWN}),),
        ),
    ),
    Case(
        INSTANCES_HAVE_NO_PUBLIC_ADDRESS,
        bad={
            "it gets a public IP address.": (
                a(INSTANCE, props={"associatePublicIpAddress": True}),
            ),
            "gets a public IP address.": interfaces("true"),
            "a public IP address.": interfaces("false", "true"),
        },
        good=(
            (a(INSTANCE),),
            (a(INSTANCE, props={"associatePublicIpAddress": False, "networkInterfaces": UNKNOWN}),),
            (a(TEMPLATE),),
            interfaces("false", None),
        ),
        unknown=(
            (a(INSTANCE, props={"associatePublicIpAddress": UNKNOWN}),),
            interfaces("false", UNKNOWN),
        ),
    ),
    Case(
        NO_SSH_KEYS,
        bad={
            "it accepts SSH connections with the key pair ada.": (
                a(INSTANCE, props={"keyName": "ada"}),
            ),
            "it accepts SSH connections with the key pair grace.": (
                a(TEMPLATE, props={"keyName": "grace"}),
            ),
            "its nodes accept SSH connections.": (
                a(NODE_GROUP, props={"remoteAccess": {"ec2SshKey": UNKNOWN}}),
            ),
        },
        good=((a(INSTANCE),), (a(TEMPLATE),), (a(NODE_GROUP),)),
        unknown=(
            (a(INSTANCE, props={"keyName": UNKNOWN}),),
            (a(TEMPLATE, props={"keyName": UNKNOWN}),),
            (a(NODE_GROUP, props={"remoteAccess": UNKNOWN}),),
        ),
    ),
)
