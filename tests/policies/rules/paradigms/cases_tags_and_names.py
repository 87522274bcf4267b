"""Test stacks for the rules about tags and names."""

import json
from typing import Any

from policies.engine.resource import Resource
from policies.rules.paradigms.tags_and_names import (
    DATA_STORES_SAY_WHAT_THEY_HOLD,
    ENVIRONMENT_IS_THE_STACKS,
    MANDATORY_TAGS,
    NAMES_FOLLOW_THE_SCHEME,
)
from tests.policies.rules.cases import UNKNOWN, Case, a

BUCKET = "aws:s3/bucket:Bucket"
SECRET = "aws:secretsmanager/secret:Secret"
TABLE = "aws:dynamodb/table:Table"
TOPIC = "aws:sns/topic:Topic"
QUEUE = "aws:sqs/queue:Queue"
ALL = {"Project": "cellscope", "ManagedBy": "pulumi", "Environment": "staging"}
STORED = {"Owner": "api", "DataClass": "customer"}


def tagged(tags: Any = None, *, type_: str = TOPIC, provider: Any = None) -> Resource:
    given = {"defaultTags": provider} if provider is not None else {}
    return a(type_, props={} if tags is None else {"tags": tags}, provider=given)


def without(key: str) -> dict[str, str]:
    return {name: value for name, value in ALL.items() if name != key}


CASES = (
    Case(
        MANDATORY_TAGS,
        bad={
            "no tag Project and no ManagedBy and no Environment": (tagged(),),
            "no tag ManagedBy.": (tagged(without("ManagedBy")),),
            "no tag Project.": (tagged({"Name": "x"}, provider={"tags": without("Project")}),),
            "no tag Environment.": (tagged(ALL | {"Environment": ""}, provider={"tags": ALL}),),
            "no tag Project and": (tagged(provider={"tags": None}),),
        },
        good=(
            (tagged(ALL),),
            (tagged(provider={"tags": ALL}),),
            (tagged(provider=json.dumps({"tags": ALL})),),
            (tagged({"Project": "x"}, provider=json.dumps({"tags": without("Project")})),),
            (tagged(ALL | {"Name": UNKNOWN}),),
            (tagged(type_="aws:iam/group:Group"),),
        ),
        unknown=(
            (tagged(UNKNOWN),),
            (tagged(ALL | {"Project": UNKNOWN}),),
            (tagged(provider=json.dumps({"tags": ALL | {"Project": UNKNOWN}})),),
        ),
    ),
    Case(
        MANDATORY_TAGS,
        bad={"no tag CostCenter": (tagged(ALL),)},
        good=((tagged({"CostCenter": "1"}),),),
        unknown=((tagged({"CostCenter": UNKNOWN}),),),
        config={"keys": ["CostCenter"]},
    ),
    Case(
        ENVIRONMENT_IS_THE_STACKS,
        bad={
            "is 'production'; the environment of the stack staging is staging.": (
                tagged({"Environment": "production"}),
            ),
            "Environment is 'prod'": (tagged(provider={"tags": {"Environment": "prod"}}),),
            "is 'development'": (
                tagged({"Environment": "development"}, provider=json.dumps({"tags": ALL})),
            ),
        },
        good=(
            (tagged(ALL),),
            (tagged(),),
            (tagged(provider=json.dumps({"tags": ALL})),),
            (tagged({"Environment": "staging"}, provider={"tags": {"Environment": "prod"}}),),
        ),
        unknown=((tagged({"Environment": UNKNOWN}),),),
    ),
    Case(
        ENVIRONMENT_IS_THE_STACKS,
        bad={"is 'staging'; the environment of the stack account is production.": (tagged(ALL),)},
        good=((tagged({"Environment": "production"}),),),
        unknown=((tagged({"Environment": UNKNOWN}),),),
        stack="account",
    ),
    Case(
        ENVIRONMENT_IS_THE_STACKS,
        bad={
            "is 'production'; the environment of the stack sandbox-ada-1 is staging.": (
                tagged({"Environment": "production"}),
            ),
        },
        good=((tagged(ALL),),),
        unknown=((tagged({"Environment": UNKNOWN}),),),
        stack="sandbox-ada-1",
    ),
    Case(
        ENVIRONMENT_IS_THE_STACKS,
        bad={
            "its tag Environment is 'qa'; allowed: development, staging, production.": (
                tagged({"Environment": "qa"}),
            ),
        },
        good=((tagged(ALL),), (tagged({"Environment": "production"}),), (tagged(),)),
        unknown=((tagged({"Environment": UNKNOWN}),),),
        stack="another-team",
    ),
    Case(
        DATA_STORES_SAY_WHAT_THEY_HOLD,
        bad={
            "no tag Owner": (tagged({"DataClass": "public"}, type_=BUCKET),),
            "no tag DataClass": (tagged({"Owner": "api"}, type_=TABLE),),
            "it has no tag Owner, which names the team responsible for its data.": (
                tagged(type_=SECRET),
            ),
            "DataClass is 'secret'; allowed: customer, derived, public, operations.": (
                tagged(STORED | {"DataClass": "secret"}, type_=TABLE),
            ),
        },
        good=(
            (tagged(STORED, type_=BUCKET),),
            (tagged({"DataClass": "derived"}, type_=TABLE, provider={"tags": STORED}),),
            (tagged(type_=SECRET, provider=json.dumps({"tags": STORED})),),
            (tagged(ALL),),
        ),
        unknown=((tagged(STORED | {"DataClass": UNKNOWN}, type_=TABLE),),),
    ),
    Case(
        DATA_STORES_SAY_WHAT_THEY_HOLD,
        bad={
            "its tag DataClass is 'public'; allowed: open.": (
                tagged(STORED | {"DataClass": "public"}, type_=TABLE),
            )
        },
        good=((tagged(STORED | {"DataClass": "open"}, type_=TABLE),),),
        unknown=((tagged(UNKNOWN, type_=TABLE),),),
        config={"data_classes": ["open"]},
    ),
    Case(
        NAMES_FOLLOW_THE_SCHEME,
        bad={
            "its name plots-tables does not contain staging, so it may conflict": (
                a(BUCKET, props={"bucket": "plots-tables"}),
            ),
            "plots-stagings": (a(TABLE, props={"name": "plots-stagings"}),),
            "queue-production.fifo": (a(QUEUE, props={"name": "queue-production.fifo"}),),
        },
        good=(
            (a(BUCKET, props={"bucket": "plots-tables-staging-242905224710"}),),
            (a(QUEUE, props={"name": "staging-queue.fifo"}),),
            (a("aws:cloudwatch/logGroup:LogGroup", props={"name": "/vpc/x-staging/flow-logs"}),),
            (a("aws:kms/alias:Alias", props={"name": "alias/biomage_staging"}),),
            (a(BUCKET),),
            (a(TOPIC, props={"name": "one-0a1b2c3", "__defaults": ["name"]}),),
            (a("aws:eks/addon:Addon", props={"addonName": "vpc-cni"}),),
        ),
        unknown=((a(BUCKET, props={"bucket": UNKNOWN}),),),
    ),
    Case(
        NAMES_FOLLOW_THE_SCHEME,
        bad={
            "not contain development, so it may conflict with another environment.": (
                a(QUEUE, props={"name": "queue-staging"}),
            )
        },
        good=((a(QUEUE, props={"name": "development-queue.fifo"}),),),
        unknown=((a(QUEUE, props={"name": UNKNOWN}),),),
        stack="development",
    ),
)
