"""Tests of the content, order and length of reports."""

import json
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from delivery.gate.findings import Findings
from delivery.gate.verdict import judge
from delivery.plan.change import UNKNOWN, WITHHELD, Difference, Op, value_at
from delivery.plan.stack_plan import Judgement, StackPlan
from delivery.report.names import Names
from delivery.report.report import COMMENT_LIMIT, Report, report
from delivery.report.text import block, code
from tests.conftest import ROOT, Golden
from tests.delivery.plans import change, plan
from tests.delivery.report.prepared import PREPARED_CHANGES
from tests.delivery.report.prepared.facts import FACTS
from tests.delivery.report.recordings import recorded

BUCKET, GROUP, QUEUE = "aws:s3/bucket:Bucket", "aws:eks/nodeGroup:NodeGroup", "aws:sqs/queue:Queue"
MEMBERSHIP = "aws:iam/groupMembership:GroupMembership"
OIDC = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
EKS, AWS_AUTH = "eks:index:Cluster", "kubernetes:core/v1:ConfigMap"

ALLOWS = {
    "Effect": "Allow",
    "Principal": {"Service": "ec2.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


def differs(path: str, before: Any, after: Any, *, replaces: bool = False) -> Difference:
    return Difference(path, replaces, before, after)


def made(*plans: StackPlan, said: str = "", artifact_url: str | None = None) -> Report:
    return report(plans, judge(plans, said), artifact_url=artifact_url)


@cache
def comment_on(prepared: str) -> str:
    """Returns the comment on a prepared change."""
    return made(*recorded(prepared)).comment


def visible(comment: str) -> str:
    return re.sub(r"<details>.*?</details>", "", comment, flags=re.S)


@pytest.mark.parametrize("prepared", PREPARED_CHANGES, ids=lambda one: one.name)
def test_the_comment_on_a_prepared_change_matches_the_golden_file(
    prepared: Any, golden: Golden
) -> None:
    comment = comment_on(prepared.name)
    golden(f"tests/delivery/report/golden/{prepared.name}.md", comment)
    assert len(comment) <= COMMENT_LIMIT


@pytest.mark.parametrize("prepared", PREPARED_CHANGES, ids=lambda one: one.name)
def test_the_first_ten_lines_of_a_comment_have_what_a_reviewer_needs(prepared: Any) -> None:
    comment = comment_on(prepared.name)
    first = "\n".join([line for line in comment.splitlines() if line.strip()][:10])
    assert [fact for fact in FACTS[prepared.name] if fact not in first] == []


@pytest.mark.parametrize("prepared", PREPARED_CHANGES, ids=lambda one: one.name)
def test_the_first_eight_lines_have_the_verdict_the_numbers_and_the_first_decision(
    prepared: Any,
) -> None:
    comment = comment_on(prepared.name)
    verdict, *rest = comment.splitlines()[:8]
    assert verdict.startswith("✅") is prepared.passes
    rows = [line for line in rest if line.startswith(("| staging", "| production", "| sandbox"))]
    assert [stack for stack in prepared.stacks if any(stack in row for row in rows)] == [
        *prepared.stacks
    ]
    assert any(line.startswith("**") for line in rest) is not prepared.passes


@pytest.mark.parametrize(
    ("page", "change"), [("docs/tasks.md", "admin-removed"), ("README.md", "bucket-added")]
)
def test_the_comment_shown_in_a_page_is_real(page: str, change: str) -> None:
    text = (ROOT / page).read_text()
    quoted = " ".join(line[1:] for line in text.splitlines() if line.startswith(">"))
    comment = comment_on(change)
    assert quoted.split()
    assert " ".join(quoted.split()) in " ".join(comment.split())


@pytest.mark.parametrize("prepared", PREPARED_CHANGES, ids=lambda one: one.name)
def test_no_visible_line_occurs_twice(prepared: Any) -> None:
    lines = [line for line in visible(comment_on(prepared.name)).splitlines() if line]
    texts = [line for line in lines if not line.startswith("```")]
    assert len(texts) == len(set(texts))


def test_the_verdict_says_what_happens_next() -> None:
    gone = change(QUEUE, "a", Op.DELETE)
    (line,) = [danger.line for danger in judge([plan(gone)], "").open]
    assert "⚠️ **Needs acknowledgement.** Confirm the 1 dangerous step" in made(plan(gone)).comment
    acknowledged = made(plan(gone), said=line).comment
    assert "✅ **Ready.** 1 dangerous step acknowledged. The merge deploys staging." in acknowledged
    assert "delete `sqs.Queue a`" in acknowledged.partition("Acknowledged steps (1)")[2]
    assert "The merge changes nothing in AWS." in made(plan()).comment
    account = plan(change(VERSIONING, "v", Op.CREATE), stack="account")
    assert "First, an admin deploys `account`." in made(account).comment
    assert "❌ **Blocked.** The preview failed for staging." in made(plan(succeeded=False)).comment


def test_the_table_counts_changes_and_permissions_of_each_stack() -> None:
    before: dict[str, Any] = {"users": [], "group": "g"}
    comment = made(
        plan(
            change(MEMBERSHIP, "g", Op.UPDATE, before, before | {"users": ["a|b"]}),
            change(QUEUE, "jobs", Op.REPLACE),
            change(BUCKET, "gone", Op.DELETE),
            change(BUCKET, "kept", Op.FORGET),
            change(BUCKET, "found", Op.IMPORT),
            judgements=(
                Judgement("a", False, "urn::a", "slow"),
                Judgement("b", False, "urn::b", "unknown", undecided=True),
            ),
        )
    ).comment
    assert (
        "| staging | 1 (1 imported) | 1 | 1 (1 with data loss)"
        " | 2 (1 with data loss; 1 kept in AWS) | 1 (`user a\\|b`) | 0 | 1 |"
    ) in comment


def test_changes_are_ordered_by_severity_with_causes_first() -> None:
    cause = (differs("tags.a", "1", "2"), differs("name", "jobs", "work", replaces=True))
    comment = made(
        plan(
            change(VERSIONING, "a", Op.UPDATE, differences=(differs("status", "On", "Off"),)),
            change(QUEUE, "jobs", Op.REPLACE, differences=cause),
            change(BUCKET, "gone", Op.DELETE),
            change(BUCKET, "kept", Op.FORGET),
        )
    ).comment
    assert [line for line in comment.splitlines() if line.startswith("- `")] == [
        "- `s3.Bucket gone` **deleted**",
        (
            "- `sqs.Queue jobs` **replaced**, the new one is created first: `name` from `jobs` to"
            " `work` (forces replacement); `tags.a` from `1` to `2`"
        ),
        "- `s3.Bucket kept` **no longer managed**, it remains in AWS",
        "- `s3.BucketVersioning a` **updated**: `status` from `On` to `Off`",
    ]


def test_report_and_gate_agree_that_aws_keeps_the_data_of_a_retained_resource() -> None:
    for retained, fate in (
        (True, "would remain in AWS, no longer managed"),
        (False, "would be lost"),
    ):
        replaced = plan(change(QUEUE, "jobs", Op.REPLACE, retained=retained))
        found = made(replaced)
        assert f"messages not yet received {fate}" in found.comment
        assert ("with data loss" in found.comment) is not retained
        assert ("the old one remains in AWS" in found.comment) is retained
        (one,) = found.machine["stacks"]["staging"]["changes"]
        assert (one["lost"] is None) is retained


def test_the_error_of_a_failed_preview_is_visible_and_its_traceback_folded() -> None:
    failed = plan(errors=("no such thing\nTraceback", "preview failed"), succeeded=False)
    comment = made(failed).comment
    assert "- staging: `no such thing`" in visible(comment)
    assert "Traceback" not in visible(comment)
    assert "Traceback" in comment
    assert "`preview failed`" not in comment
    assert "Run it again" in made(StackPlan("staging", succeeded=False)).comment


def test_equal_changes_of_environments_are_one_line_with_the_details_that_differ() -> None:
    def of(stack: str, size: str = "4") -> StackPlan:
        new = {"bucket": f"notes-{stack}"}
        cause = (differs("bucket", None, f"notes-{stack}"), differs("size", "1", size))
        return plan(change(BUCKET, "notes", Op.UPDATE, {}, new, differences=cause), stack=stack)

    alike = made(of("staging"), of("production")).comment
    assert "| staging, production | 0 | 1 |" in alike
    assert "`s3.Bucket notes` **updated**: `bucket` from unset to `notes-{environment}`" in alike
    other = made(of("staging"), of("production", "8")).comment
    assert "`size` from `1` to `4` (staging); `size` from `1` to `8` (production)" in other
    assert "notes-staging" in made(of("staging")).comment


def test_each_mandatory_violation_is_complete_and_shown_once() -> None:
    text = f"Buckets are private. {'It is public. ' * 40}Set `acl`."
    found = [
        Judgement("bucket-public-access-block", True, f"urn::{name}", text) for name in ("b", "a")
    ]
    other = Judgement("advice", False, "urn::c", "slow.")
    unknown = Judgement("queue-tls-only", False, "urn::d", "later", undecided=True)
    judged = plan(judgements=(*found, other, unknown), succeeded=False)
    comment = made(
        judged, plan(judgements=tuple(found), stack="production", succeeded=False)
    ).comment
    assert "is violated by `a` and `b` in staging and production: Buckets are private." in comment
    assert comment.count("Buckets are private.") == 1
    assert "Set `acl`." in visible(comment)
    assert "`advice` for `c`: slow." in comment.partition("Advisory policy violations (1 line)")[2]
    assert "- `queue-tls-only` for `d`\n" in comment.partition("checked at deployment (1 line)")[2]
    assert "advice" not in visible(comment)


def test_secrets_and_unknown_values_are_replaced_by_descriptions() -> None:
    differences = (
        differs("password", WITHHELD, WITHHELD),
        differs("arn", "arn:aws:s3:::a", UNKNOWN),
        differs("list", ["a", WITHHELD], [UNKNOWN]),
    )
    found = made(plan(change(BUCKET, "a", Op.UPDATE, differences=differences)))
    assert "`password` from a secret value to a secret value" in found.full
    assert "`arn` from `arn:aws:s3:::a` to a value not known until deployment" in found.full
    assert UNKNOWN not in found.full + json.dumps(found.machine)


def test_a_change_of_a_component_is_reported_at_its_children_only() -> None:
    inputs = {"userMappings": [], "arn": UNKNOWN}
    component = change(EKS, "cluster", Op.UPDATE, new=inputs, custom=False)
    assert "cluster" not in made(plan(component)).full
    child = change(AWS_AUTH, "cluster-nodeAccess", Op.UPDATE, new={"data": UNKNOWN})
    assert "`core/v1.ConfigMap cluster-nodeAccess`" in made(plan(component, child)).full


def test_a_long_report_leaves_out_the_least_important_lines() -> None:
    changes = [
        change(VERSIONING, f"v{index}", Op.UPDATE, differences=(differs("status", "a" * 90, "b"),))
        for index in range(900)
    ]
    gone = [change(BUCKET, f"bucket-{index}", Op.DELETE) for index in range(100)]
    url = "https://example.org/artifact"
    found = made(plan(*changes, *gone), artifact_url=url)
    assert COMMENT_LIMIT - 1_000 < len(found.comment) <= COMMENT_LIMIT
    assert all(f"`s3.Bucket bucket-{index}`" in visible(found.comment) for index in range(100))
    assert re.search(r"The full report has \d+ more entries\.", found.comment)
    assert url in found.comment
    assert found.comment.count("<details>") == found.comment.count("</details>")
    assert found.full.count("- `s3.BucketVersioning") == 900


def test_the_limit_of_comments_leaves_room_for_the_line_that_the_action_adds() -> None:
    added = "\n<!-- Sticky Pull Request Commentpreview -->"
    assert COMMENT_LIMIT + len(added) <= 65_536


def test_many_deletions_fit_the_limit() -> None:
    everything = plan(*(change(BUCKET, f"bucket-{index}", Op.DELETE) for index in range(2_000)))
    found = made(everything, artifact_url="https://example.org")
    assert len(found.full) > 65_536
    assert len(found.comment) <= COMMENT_LIMIT
    assert "more entries." in found.comment
    assert "2000 (2000 with data loss)" in found.comment
    assert "too long to show here" in found.comment
    assert found.comment.count("```") % 2 == 0
    assert "bucket-1999" in found.full


def test_drift_is_reported_like_a_plan() -> None:
    changed = change(VERSIONING, "a", Op.UPDATE, differences=(differs("status", "On", "Off"),))
    found = report([], Findings(), drift=[plan(changed), plan(stack="production")]).comment
    assert (
        "⚠️ **staging: 1 resource has drifted.** `pulumi up -s staging --refresh` reverts" in found
    )
    assert "- `s3.BucketVersioning a` **updated**: `status` from `On` to `Off`" in found
    assert "✅ **production: no drift.**" in found
    failed = report([], Findings(), drift=[plan(errors=("no access",), succeeded=False)]).comment
    assert "no access" in failed


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
    joined = {"users": [f"u{name}"], "group": "g"}
    found = plan(
        change(BUCKET, f"x{name}", Op.DELETE),
        change(QUEUE, "q", Op.UPDATE, differences=(differs(f"p{name}", text, None),)),
        change(MEMBERSHIP, "g", Op.UPDATE, {"users": [], "group": "g"}, joined),
        judgements=(Judgement("rule", True, f"urn::{name}", text),),
        succeeded=False,
    )
    comment = made(found).comment
    tokens = MarkdownIt().enable("table").parse(comment)
    assert [one.type for one in tokens].count("td_open") == 8
    for token in tokens:
        assert not token.type.startswith(("heading", "blockquote"))
        if token.type == "html_block":
            assert re.fullmatch(
                r"(<!-- cellscope-preview -->|<details><summary>[\w ()]+</summary>|</details>)",
                token.content.strip(),
            )
        for part in token.children or ():
            assert part.type in ("text", "code_inline", "softbreak", "strong_open", "strong_close")
            assert part.type != "text" or not set("@<>[]#") & set(part.content)


def test_only_arns_of_the_account_are_shortened() -> None:
    account = {"allowedAccountIds": '["1"]'}
    mine = "arn:aws:iam::1:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A"
    provider = change("pulumi:providers:aws", "aws", Op.SAME, account)
    cluster = change(OIDC, mine, Op.SAME, {"url": "https://oidc.eks.eu-west-1.amazonaws.com/id/A"})
    names = Names(plan(provider, cluster))
    for arn, name in (
        (mine, "EKS OIDC provider of staging"),
        (f"{mine}B", "oidc-provider oidc.eks.eu-west-1.amazonaws.com/id/AB"),
        ("arn:aws:iam::1:role/api", "role api"),
        ("arn:aws:s3:::cell-sets/*", "bucket cell-sets/*"),
        ("arn:aws:sqs:eu-west-1:1:jobs", "queue jobs"),
        ("arn:aws:dynamodb:eu-west-1:1:table/a", "table a"),
        ("arn:aws:secretsmanager:eu-west-1:1:secret:a/b", "secret a/b"),
        ("arn:aws:sqs:eu-west-1:2:jobs", "arn:aws:sqs:eu-west-1:2:jobs"),
        ("*", "*"),
    ):
        assert names.short(arn) == name
    assert dict(names.arns)["`role api`"] == ("`arn:aws:iam::1:role/api`",)


def test_the_machine_readable_report_has_the_same_content() -> None:
    (staging, _) = recorded("queue-renamed")
    found = json.loads(json.dumps(made(staging).machine))["stacks"]["staging"]
    queue = next(one for one in found["changes"] if one["urn"].endswith("Queue::queue-job"))
    assert (queue["step"], queue["lost"]) == ("replace", "messages not yet received")
    assert "name" in queue["replacedFor"]
    assert found["rights"]["gained"]


def rows_of(username: str, *groups: str, **more: str) -> dict[str, Any]:
    """Returns aws-auth with a row of a role."""
    arn = "arn:aws:iam::242905224710:role/state-machine-role-staging"
    row = {"rolearn": arn, "username": username, "groups": list(groups), **more}
    metadata = {"namespace": "kube-system", "name": "aws-auth"}
    return {"metadata": metadata, "data": {"mapRoles": json.dumps([row])}}


def updated(type_: str, old: dict[str, Any], new: dict[str, Any], path: str) -> str:
    """Returns the comment on a plan that updates one resource."""
    differences = (differs(path, value_at(old, path), value_at(new, path)),)
    return made(plan(change(type_, "a", Op.UPDATE, old, new, differences=differences))).comment


def test_a_role_that_gets_the_username_of_a_person_is_shown_with_both_names() -> None:
    old, new = rows_of("state-machine-runner", "runners"), rows_of("ada.lovelace", "runners")
    comment = updated(AWS_AUTH, old, new, "data.mapRoles")
    assert "(see permission changes)" not in comment
    assert "`data.mapRoles` changes no permission, but this: from" in comment
    assert '"username": "state-machine-runner"' in comment
    assert '"username": "ada.lovelace"' in comment


def test_a_line_refers_to_the_permission_changes_only_if_it_is_among_them() -> None:
    gains = updated(AWS_AUTH, rows_of("a", "x"), rows_of("a", "x", "y"), "data.mapRoles")
    assert "`data.mapRoles` changes (see permission changes)" in gains
    assert "Permission changes (1 line)" in gains
    trust = {"name": "api", "assumeRolePolicy": json.dumps({"Statement": [ALLOWS]})}
    spaced = {**trust, "assumeRolePolicy": json.dumps({"Statement": [ALLOWS]}, indent=2)}
    same = updated("aws:iam/role:Role", trust, spaced, "assumeRolePolicy")
    assert "`assumeRolePolicy` changes only its format" in same
    renamed = {"Statement": [{**ALLOWS, "Sid": "ByTheService"}]}
    named = {**trust, "assumeRolePolicy": json.dumps(renamed)}
    sid = updated("aws:iam/role:Role", trust, named, "assumeRolePolicy")
    assert "changes no permission, but this: from" in sid
    assert "ByTheService" in sid


def test_a_policy_without_attachment_gives_no_one_a_permission_to_see() -> None:
    policy = {"policy": json.dumps({"Statement": [{**ALLOWS, "Resource": "*"}]})}
    other = {"policy": json.dumps({"Statement": [{**ALLOWS, "Resource": "arn:aws:s3:::a"}]})}
    assert "(see permission changes)" not in updated(
        "aws:iam/policy:Policy", policy, other, "policy"
    )
    attachment = {"group": "engineers", "policyArn": "a"}
    attached = change("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "b", old=attachment)
    differences = (differs("policy", policy["policy"], other["policy"]),)
    updates = change(
        "aws:iam/policy:Policy", "a", Op.UPDATE, policy, other, differences=differences
    )
    comment = made(plan(updates, attached)).comment
    assert "`policy` changes (see permission changes)" in comment
    assert "Permission changes (" in comment


@pytest.mark.parametrize("prepared", PREPARED_CHANGES, ids=lambda one: one.name)
def test_no_line_refers_to_a_section_that_is_not_there(prepared: Any) -> None:
    comment = comment_on(prepared.name)
    assert "(see permission changes)" not in comment or "<summary>Permission changes (" in comment
    assert "listed below" not in comment or "\n**" in visible(comment)
    assert "steps below" not in comment or "```text\nAcknowledge: " in visible(comment)


def test_an_error_with_several_mistakes_shows_all_of_them() -> None:
    error = "Pulumi.staging.yaml: 2 problems, nothing was changed.\n  one: is bad.\n  two: is bad."
    comment = visible(made(plan(errors=(error,), succeeded=False)).comment)
    assert "- staging: `Pulumi.staging.yaml: 2 problems, nothing was changed.`" in comment
    assert "  - `one: is bad.`\n  - `two: is bad.`" in comment


def test_equal_errors_of_environments_are_one_line() -> None:
    failed = [
        plan(stack=stack, errors=(f"Pulumi.{stack}.yaml: 1 problem",), succeeded=False)
        for stack in ("staging", "production")
    ]
    assert (
        "- staging and production: `Pulumi.{environment}.yaml: 1 problem`" in made(*failed).comment
    )


def test_changed_resources_are_named_before_the_folded_sections() -> None:
    tags = (differs("tags.Owner", "a", "b"),)
    comment = made(
        plan(
            *(change(VERSIONING, f"v{index}", Op.UPDATE, differences=tags) for index in range(6)),
            change(QUEUE, "work", Op.UPDATE, differences=(differs("delaySeconds", 0, 1),)),
            change(VERSIONING, "notes", Op.CREATE),
            change(BUCKET, "notes", Op.CREATE),
        )
    ).comment
    before = comment.partition("<details>")[0]
    assert "- **Created** in staging: `s3.Bucket notes` with 1 part" in before
    assert "- **Updated** in staging: `sqs.Queue work`, " in before
    assert "and 3 other resources" in before
