"""Tests of the content, order and length of reports."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.gate.verdict import judge
from delivery.plan.change import UNKNOWN, WITHHELD, Difference, Op
from delivery.plan.stack_plan import Judgement, StackPlan
from delivery.report.report import COMMENT_LIMIT, MARKER, report
from delivery.report.text import block, code, readable
from tests.conftest import Golden
from tests.delivery.report.plans import change, plan
from tests.delivery.report.prepared_changes import PREPARED_CHANGES
from tests.delivery.report.recordings import recorded

BUCKET, GROUP, QUEUE = "aws:s3/bucket:Bucket", "aws:eks/nodeGroup:NodeGroup", "aws:sqs/queue:Queue"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"


def differs(path: str, before: Any, after: Any, *, replaces: bool = False) -> Difference:
    return Difference(path, replaces, before, after)


@pytest.mark.parametrize("prepared", PREPARED_CHANGES, ids=lambda one: one.name)
def test_the_comment_on_a_prepared_change_matches_the_golden_file(
    prepared: Any, golden: Golden
) -> None:
    plans = recorded(prepared.name)
    verdict = judge(plans, "")
    assert verdict.passes is prepared.passes
    made = report(plans, gate=verdict.text)
    golden(f"tests/delivery/report/golden/{prepared.name}.md", made.comment)
    assert made.comment.startswith(MARKER)
    assert len(made.comment) <= COMMENT_LIMIT


def test_deletions_come_first_with_their_cause_and_data_loss() -> None:
    cause = (differs("name", "jobs", "work", replaces=True), differs("tags.a", "1", "2"))
    type_cause = (differs("instanceTypes[0]", "r5.large", "r5.xlarge", replaces=True),)
    made = report(
        [
            plan(
                change(VERSIONING, "a", Op.UPDATE, differences=(differs("status", "On", "Off"),)),
                change(GROUP, "nodes", Op.REPLACE, differences=type_cause),
                change(QUEUE, "jobs", Op.REPLACE, differences=cause),
                change(BUCKET, "gone", Op.DELETE),
                change(BUCKET, "kept", Op.FORGET),
            )
        ]
    ).comment
    lines = [line for line in made.splitlines() if line.startswith("- `")]
    assert lines == [
        (
            "- `s3.Bucket gone` is **deleted**."
            " **Data loss: all objects of the bucket, including old versions.**"
        ),
        (
            "- `sqs.Queue jobs` is **replaced**, because `name` changes from `jobs` to `work`."
            " **Data loss: messages not yet received.** The new one is created first."
        ),
        (
            "- `s3.Bucket kept` is **no longer managed**: it is removed from the program and"
            " remains in AWS."
        ),
        (
            "- `eks.NodeGroup nodes` is **replaced**, because `instanceTypes[0]` changes from"
            " `r5.large` to `r5.xlarge`. No data is lost. The new one is created first."
        ),
        "- `s3.BucketVersioning a` is updated: `status` changes from `On` to `Off`",
    ]
    assert made.index("nodes") < made.index("<details>") < made.index("BucketVersioning")


def test_protected_and_unprotected_resources_are_reported() -> None:
    refused = report([plan(change(BUCKET, "a", Op.DELETE, protected=True))]).comment
    assert "The resource is protected, so Pulumi refuses." in refused
    assert "no longer protected" not in refused
    loosened = change(BUCKET, "b", Op.SAME, protected=True)
    assert "`s3.Bucket b` **is no longer protected**, and it holds data." in (
        report([plan(loosened)]).comment
    )


def test_the_error_of_a_failed_preview_comes_first() -> None:
    failed = plan(
        change(BUCKET, "a", Op.DELETE), errors=("no such thing", "preview failed"), succeeded=False
    )
    made = report([failed]).comment
    assert "**staging**: the preview failed" in made
    assert made.index("no such thing") < made.index("s3.Bucket a")
    assert "preview failed\n" not in made.partition("the error is shown below.")[2]
    silent = report([StackPlan("staging", succeeded=False)]).comment
    assert "Run the preview again" in silent


def test_equal_lines_of_environments_are_merged() -> None:
    def of(stack: str, size: str = "4") -> StackPlan:
        new = {"bucket": f"notes-{stack}"}
        cause = (differs("bucket", None, f"notes-{stack}"), differs("size", "1", size))
        return plan(change(BUCKET, "notes", Op.UPDATE, {}, new, differences=cause), stack=stack)

    alike = report([of("staging"), of("production")]).comment
    assert "Other changes: staging and production" in alike
    assert alike.count("s3.Bucket notes") == 1
    assert "`notes-{environment}`" in alike
    other = report([of("staging"), of("production", "8")]).comment
    assert other.count("s3.Bucket notes") == 2
    assert "`notes-staging`" in other


def test_policy_violations_and_unknown_results_are_listed() -> None:
    found = plan(
        judgements=(
            Judgement("table-on-demand-or-autoscaling", False, "urn::a", "it is slow."),
            Judgement("bucket-public-access-block", True, "urn::b", "it is not."),
            Judgement("queue-tls-only", False, "urn::c", "to be checked at deployment, ..."),
        )
    )
    made = report([found]).comment
    assert made.index("**mandatory**: `b`") < made.index("advisory: `a`") < made.index("<details>")
    assert "- `queue-tls-only` for `c`" in made.partition("<details>")[2]


def test_secrets_and_unknown_values_are_replaced_by_descriptions() -> None:
    differences = (
        differs("password", WITHHELD, WITHHELD),
        differs("arn", "arn:aws:s3:::a", UNKNOWN),
        differs("list", ["a", WITHHELD], [UNKNOWN]),
    )
    made = report([plan(change(BUCKET, "a", Op.UPDATE, differences=differences))])
    assert "`password` changes from a secret value to a secret value" in made.full
    assert "`arn` changes from `arn:aws:s3:::a` to a value not known until deployment" in made.full
    assert UNKNOWN not in made.full + json.dumps(made.machine)


def test_a_long_report_leaves_out_the_least_important_lines() -> None:
    changes = [
        change(VERSIONING, f"v{index}", Op.UPDATE, differences=(differs("status", "a" * 90, "b"),))
        for index in range(900)
    ]
    gone = [change(BUCKET, f"bucket-{index}", Op.DELETE) for index in range(100)]
    url = "https://example.org/artifact"
    made = report([plan(*changes, *gone)], artifact_url=url)
    assert COMMENT_LIMIT - 1_000 < len(made.comment) <= COMMENT_LIMIT
    assert all(f"`s3.Bucket bucket-{index}`" in made.comment for index in range(100))
    assert re.search(r"The full report has \d+ more entries\.", made.comment)
    assert url in made.comment
    assert made.comment.count("<details>") == made.comment.count("</details>")
    assert made.full.count("BucketVersioning") == 900


def test_many_deletions_fit_the_limit() -> None:
    everything = plan(*(change(BUCKET, f"bucket-{index}", Op.DELETE) for index in range(2_000)))
    verdict = judge([everything], "").text
    assert len(verdict) > COMMENT_LIMIT
    made = report([everything], gate=verdict, artifact_url="https://example.org")
    assert len(made.comment) <= COMMENT_LIMIT
    assert "more entries." in made.comment
    assert "2000 resources deleted" in made.comment
    assert "The result of the gate is too long to show here" in made.comment
    assert made.comment.count("```") % 2 == 0
    assert verdict in made.full


ANY = st.text(st.sampled_from("`<>|@#*_[]()!&\n\r\t ab~\\") | st.characters(), max_size=60)


@given(ANY)
def test_no_string_escapes_its_code_span(text: str) -> None:
    shown = code(text)
    assert "\n" not in shown
    if shown != "(empty)":
        fence = re.match("`+", shown)
        assert fence is not None
        length = len(fence.group())
        assert shown.endswith("`" * length)
        inner = shown[length:-length]
        assert inner.strip(" ")
        assert not re.search(f"(?<!`)`{{{length}}}(?!`)", inner)
        assert not inner.startswith("`")
        assert not inner.endswith("`")


@given(ANY, ANY)
def test_no_error_escapes_its_code_block(text: str, more: str) -> None:
    first, *_, last = block(f"{text}\n```\n{more}").splitlines()
    fence = first.removesuffix("text")
    assert fence == last
    assert fence not in block(f"{text}\n```\n{more}")[len(first) : -len(last)]


@given(ANY, ANY)
def test_names_and_values_create_no_mention_heading_or_html(name: str, text: str) -> None:
    found = plan(
        change(BUCKET, f"x{name}", Op.DELETE),
        change(QUEUE, "q", Op.UPDATE, differences=(differs(f"p{name}", text, None),)),
        judgements=(Judgement("rule", True, f"urn::{name}", text),),
    )
    made = report([found]).comment
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", made)
    assert "@" not in outside
    assert set(re.findall(r"</?\w+|<!", outside)) <= {
        "<!",
        "<details",
        "</details",
        "<summary",
        "</summary",
    }
    assert len(re.findall(r"(?m)^#", outside)) == len(
        re.findall(r"(?m)^##", made.replace("\n#", "\n#"))
    )


def test_only_arns_of_the_account_are_shortened() -> None:
    assert readable("arn:aws:s3:::cell-sets/*", "1") == "s3:cell-sets/*"
    assert readable("arn:aws:sqs:eu-west-1:1:jobs", "1") == "sqs:jobs"
    assert readable("arn:aws:sqs:eu-west-1:2:jobs", "1") == "arn:aws:sqs:eu-west-1:2:jobs"
    assert readable("*", "1") == "*"


def test_the_machine_readable_report_has_the_same_content() -> None:
    (staging, _) = recorded("queue-renamed")
    made = json.loads(json.dumps(report([staging]).machine))["stacks"]["staging"]
    queue = next(one for one in made["changes"] if one["urn"].endswith("Queue::queue-job"))
    assert (queue["step"], queue["lost"]) == ("replace", "messages not yet received")
    assert "name" in queue["replacedFor"]
    assert made["rights"]["gained"]
