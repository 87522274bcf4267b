"""Test stacks for the rules about tags and names."""

import json
from typing import Any

from policies.engine.resource import Resource
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
    return a(type_, provider=given, tags=tags)


def without(key: str) -> dict[str, str]:
    return {name: value for name, value in ALL.items() if name != key}


CASES = (
    Case(
        "mandatory-tags",
        bad={
            "no tag Project and no ManagedBy and no": [tagged(), tagged(provider={"tags": None})],
            "no tag ManagedBy.": tagged(without("ManagedBy")),
            "no tag Project.": tagged({"Name": "x"}, provider={"tags": without("Project")}),
            "no tag Environment.": tagged(ALL | {"Environment": ""}, provider={"tags": ALL}),
        },
        good=(
            tagged(ALL),
            tagged(provider={"tags": ALL}),
            tagged(provider=json.dumps({"tags": ALL})),
            tagged(ALL | {"Name": UNKNOWN}),
            tagged(type_="aws:iam/group:Group"),
        ),
        unknown=(
            tagged(ALL | {"Project": UNKNOWN}),
            tagged(provider=json.dumps({"tags": ALL | {"Project": UNKNOWN}})),
        ),
    ),
    Case(
        "mandatory-tags",
        bad={"no tag CostCenter": tagged(ALL)},
        good=(tagged({"CostCenter": "1"}),),
        config={"keys": ["CostCenter"]},
    ),
    Case(
        "environment-tag-matches-stack",
        bad={
            "is 'production'": tagged({"Environment": "production"}),
            "Environment is 'prod'": tagged(provider={"tags": {"Environment": "prod"}}),
            "is 'development'": tagged({"Environment": "development"}, provider={"tags": ALL}),
        },
        good=(
            tagged(ALL),
            tagged(),
            tagged({"Environment": "staging"}, provider={"tags": {"Environment": "prod"}}),
        ),
        unknown=(tagged({"Environment": UNKNOWN}),),
    ),
    Case(
        "environment-tag-matches-stack",
        bad={
            "is 'staging'; the environment of the stack account is account.": tagged(ALL),
            "is 'production'": tagged({"Environment": "production"}),
        },
        good=(tagged({"Environment": "account"}),),
        stack="account",
    ),
    Case(
        "environment-tag-matches-stack",
        bad={"is 'production'": tagged({"Environment": "production"})},
        good=(tagged(ALL),),
        stack="sandbox-ada-1",
    ),
    Case(
        "environment-tag-matches-stack",
        bad={"is 'qa'; allowed: account, development, staging": tagged({"Environment": "qa"})},
        good=(tagged(ALL), tagged({"Environment": "production"}), tagged()),
        stack="another-team",
    ),
    Case(
        "data-class-tag",
        bad={
            "no tag Owner": tagged({"DataClass": "public"}, type_=BUCKET),
            "no tag DataClass": tagged({"Owner": "api"}, type_=TABLE),
            "which names the team responsible for its data": tagged(type_=SECRET),
            "'secret'; allowed: customer, derived": tagged(
                STORED | {"DataClass": "secret"}, type_=TABLE
            ),
        },
        good=(
            tagged(STORED, type_=BUCKET),
            tagged(type_=SECRET, provider=json.dumps({"tags": STORED})),
            tagged(ALL),
        ),
        unknown=(tagged(STORED | {"DataClass": UNKNOWN}, type_=TABLE),),
    ),
    Case(
        "data-class-tag",
        bad={"tag DataClass is 'public'": tagged(STORED | {"DataClass": "public"}, type_=TABLE)},
        good=(tagged(STORED | {"DataClass": "open"}, type_=TABLE),),
        unknown=(tagged(UNKNOWN, type_=TABLE),),
        config={"data_classes": ["open"]},
    ),
    Case(
        "resource-naming",
        bad={
            "its name plots-tables does not contain staging": a(BUCKET, bucket="plots-tables"),
            "plots-stagings": a(TABLE, name="plots-stagings"),
            "queue-production.fifo": a(QUEUE, name="queue-production.fifo"),
        },
        good=(
            a(BUCKET, bucket="plots-tables-staging-242905224710"),
            a(QUEUE, name="staging-queue.fifo"),
            a("aws:cloudwatch/logGroup:LogGroup", name="/vpc/x-staging/flow-logs"),
            a("aws:kms/alias:Alias", name="alias/biomage_staging"),
            a(BUCKET),
            a(TOPIC, name="one-0a1b2c3", __defaults=["name"]),
            a("aws:eks/addon:Addon", addonName="vpc-cni"),
        ),
        unknown=(a(BUCKET, bucket=UNKNOWN),),
    ),
    Case(
        "resource-naming",
        bad={"not contain development": a(QUEUE, name="queue-staging")},
        good=(a(QUEUE, name="development-queue.fifo"),),
        stack="development",
    ),
)
