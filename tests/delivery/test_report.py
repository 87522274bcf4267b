"""The report: what is in it, in which order, for which reader, and how long at most."""

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
from tests.delivery.plans import change, plan
from tests.delivery.prepared_changes import PREPARED_CHANGES
from tests.delivery.recordings import recorded

BUCKET, GROUP, QUEUE = "aws:s3/bucket:Bucket", "aws:eks/nodeGroup:NodeGroup", "aws:sqs/queue:Queue"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"


def differs(path: str, before: Any, after: Any, *, replaces: bool = False) -> Difference:
    return Difference(path, replaces, before, after)


@pytest.mark.parametrize("prepared", PREPARED_CHANGES, ids=lambda one: one.name)
def test_the_comment_on_a_prepared_change_is_as_reviewed(prepared: Any, golden: Golden) -> None:
    plans = recorded(prepared.name)
    verdict = judge(plans, "")
    assert verdict.passes is prepared.passes
    told = report(plans, gate=verdict.text)
    golden(f"tests/delivery/golden/{prepared.name}.md", told.comment)
    assert told.comment.startswith(MARKER)
    assert len(told.comment) <= COMMENT_LIMIT


def test_destruction_comes_first_and_says_what_causes_it_and_what_is_lost() -> None:
    cause = (differs("name", "jobs", "work", replaces=True), differs("tags.a", "1", "2"))
    type_cause = (differs("instanceTypes[0]", "r5.large", "r5.xlarge", replaces=True),)
    told = report(
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
    lines = [line for line in told.splitlines() if line.startswith("- `")]
    assert lines == [
        (
            "- `s3.Bucket gone` is **destroyed**."
            " **Lost: all objects of the bucket, old versions too.**"
        ),
        (
            "- `sqs.Queue jobs` is **replaced**, for `name` from `jobs` to `work`."
            " **Lost: messages not received yet.** The new one comes first."
        ),
        "- `s3.Bucket kept` is **left to itself**: it leaves the program, and AWS keeps it.",
        (
            "- `eks.NodeGroup nodes` is **replaced**, for `instanceTypes[0]` from `r5.large` to"
            " `r5.xlarge`. No data is lost. The new one comes first."
        ),
        "- `s3.BucketVersioning a` is updated: `status` from `On` to `Off`",
    ]
    assert told.index("nodes") < told.index("<details>") < told.index("BucketVersioning")


def test_a_protected_resource_is_said_to_stay_and_one_that_is_unprotected_is_named() -> None:
    refused = report([plan(change(BUCKET, "a", Op.DELETE, protected=True))]).comment
    assert "It is protected: the engine refuses." in refused
    assert "protected no more" not in refused
    loosened = change(BUCKET, "b", Op.SAME, protected=True)
    assert "`s3.Bucket b` **is protected no more**, and it holds data." in (
        report([plan(loosened)]).comment
    )


def test_a_preview_that_failed_tells_its_error_first() -> None:
    failed = plan(
        change(BUCKET, "a", Op.DELETE), errors=("no such thing", "preview failed"), succeeded=False
    )
    told = report([failed]).comment
    assert "**staging**: the preview failed" in told
    assert told.index("no such thing") < told.index("s3.Bucket a")
    assert "preview failed\n" not in told.partition("below stands why.")[2]
    silent = report([StackPlan("staging", succeeded=False)]).comment
    assert "Run the preview again" in silent


def test_what_environments_have_alike_is_told_once_and_else_of_each() -> None:
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


def test_policies_say_what_they_refuse_and_what_they_cannot_know_yet() -> None:
    found = plan(
        judgements=(
            Judgement("table-on-demand-or-autoscaling", False, "urn::a", "it is slow."),
            Judgement("bucket-public-access-block", True, "urn::b", "it is not."),
            Judgement("queue-tls-only", False, "urn::c", "to be checked at deployment, ..."),
        )
    )
    told = report([found]).comment
    assert told.index("**refused**: `b`") < told.index("advice: `a`") < told.index("<details>")
    assert "- `queue-tls-only`, of `c`" in told.partition("<details>")[2]


def test_secrets_and_unknown_values_are_told_in_words() -> None:
    differences = (
        differs("password", WITHHELD, WITHHELD),
        differs("arn", "arn:aws:s3:::a", UNKNOWN),
        differs("list", ["a", WITHHELD], [UNKNOWN]),
    )
    told = report([plan(change(BUCKET, "a", Op.UPDATE, differences=differences))])
    assert "`password` from a secret to a secret" in told.full
    assert "`arn` from `arn:aws:s3:::a` to a value known at deployment" in told.full
    assert UNKNOWN not in told.full + json.dumps(told.machine)


def test_a_report_of_too_much_leaves_out_what_hurts_least() -> None:
    changes = [
        change(VERSIONING, f"v{index}", Op.UPDATE, differences=(differs("status", "a" * 90, "b"),))
        for index in range(900)
    ]
    gone = [change(BUCKET, f"bucket-{index}", Op.DELETE) for index in range(100)]
    url = "https://example.org/artifact"
    told = report([plan(*changes, *gone)], artifact_url=url)
    assert COMMENT_LIMIT - 1_000 < len(told.comment) <= COMMENT_LIMIT
    assert all(f"`s3.Bucket bucket-{index}`" in told.comment for index in range(100))
    assert re.search(r"\d+ more of these are in the full report\.", told.comment)
    assert url in told.comment
    assert told.comment.count("<details>") == told.comment.count("</details>")
    assert told.full.count("BucketVersioning") == 900


def test_even_destruction_alone_stays_within_the_limit() -> None:
    everything = plan(*(change(BUCKET, f"bucket-{index}", Op.DELETE) for index in range(2_000)))
    verdict = judge([everything], "").text
    assert len(verdict) > COMMENT_LIMIT
    told = report([everything], gate=verdict, artifact_url="https://example.org")
    assert len(told.comment) <= COMMENT_LIMIT
    assert "more of these are in the full report" in told.comment
    assert "2000 resources destroyed" in told.comment
    assert "more to acknowledge than has room here" in told.comment
    assert told.comment.count("```") % 2 == 0
    assert verdict in told.full


ANY = st.text(st.sampled_from("`<>|@#*_[]()!&\n\r\t ab~\\") | st.characters(), max_size=60)


@given(ANY)
def test_no_text_of_a_pull_request_gets_out_of_its_code_span(text: str) -> None:
    shown = code(text)
    assert "\n" not in shown
    if shown != "nothing":
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
def test_no_error_gets_out_of_its_block(text: str, more: str) -> None:
    first, *_, last = block(f"{text}\n```\n{more}").splitlines()
    fence = first.removesuffix("text")
    assert fence == last
    assert fence not in block(f"{text}\n```\n{more}")[len(first) : -len(last)]


@given(ANY, ANY)
def test_names_and_values_of_a_pull_request_make_no_mention_heading_or_html(
    name: str, text: str
) -> None:
    found = plan(
        change(BUCKET, f"x{name}", Op.DELETE),
        change(QUEUE, "q", Op.UPDATE, differences=(differs(f"p{name}", text, None),)),
        judgements=(Judgement("rule", True, f"urn::{name}", text),),
    )
    told = report([found]).comment
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", told)
    assert "@" not in outside
    assert set(re.findall(r"</?\w+|<!", outside)) <= {
        "<!",
        "<details",
        "</details",
        "<summary",
        "</summary",
    }
    assert len(re.findall(r"(?m)^#", outside)) == len(
        re.findall(r"(?m)^##", told.replace("\n#", "\n#"))
    )


def test_arns_are_short_only_where_they_stay_unambiguous() -> None:
    assert readable("arn:aws:s3:::cell-sets/*", "1") == "s3:cell-sets/*"
    assert readable("arn:aws:sqs:eu-west-1:1:jobs", "1") == "sqs:jobs"
    assert readable("arn:aws:sqs:eu-west-1:2:jobs", "1") == "arn:aws:sqs:eu-west-1:2:jobs"
    assert readable("*", "1") == "*"


def test_programs_read_the_same_facts() -> None:
    (staging, _) = recorded("queue-renamed")
    told = json.loads(json.dumps(report([staging]).machine))["stacks"]["staging"]
    queue = next(one for one in told["changes"] if one["urn"].endswith("Queue::queue-job"))
    assert (queue["step"], queue["lost"]) == ("replace", "messages not received yet")
    assert "name" in queue["replacedFor"]
    assert told["rights"]["gained"]
