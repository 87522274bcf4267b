import gzip
import json
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from delivery.adopt.hardening.groups import GROUPS, group_of
from delivery.adopt.hardening.harden import harden
from delivery.adopt.refusal import RefusedError
from delivery.adopt.stack_file import without
from delivery.aws import Clients
from delivery.pulumi_cli import Cli
from estate.data.buckets import BUCKETS
from estate.naming import bucket_name
from settings import Hardening, PlatformSettings, load_file
from simulator.plugins.aws.schema import schema_of
from tests.delivery.adopt.projects import no_aws
from tests.environments import platform_of
from tests.settings.test_settings import ROOT

NOW = datetime.now(UTC)
HTTP = (
    "owner {bucket} [01/Dec/2026:00:00:38 +0000] 192.0.2.3 arn:aws:iam::1:user/old 3E57 REST.GET."
    'OBJECT a.txt "GET /a.txt HTTP/1.1" 200 - 113 - 7 - "-" "curl 8" - s9lz= {tls}'
)
WITH_TLS = "SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader {bucket}.s3.amazonaws.com TLSv1.3 - -"
WITHOUT_TLS = "SigV4 - AuthHeader {bucket}.s3.amazonaws.com - - -"


@pytest.fixture
def project(tmp_path: Path) -> Cli:
    """A project whose stack staging postpones all groups."""
    for name in ("Pulumi.yaml", "Pulumi.production.yaml"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    postpone(tmp_path, *Hardening)
    return Cli(tmp_path)


def postpone(folder: Path, *groups: Hardening) -> None:
    text = (ROOT / "Pulumi.staging.yaml").read_text().rstrip()
    line = f"  cellscope:postponed: [{', '.join(groups)}]  # adopted in May"
    (folder / "Pulumi.staging.yaml").write_text(f"{text}\n{line}\n")


def run(project: Cli, group: Hardening, aws: Clients = no_aws, *, without_log: bool = False):
    return list(harden("staging", group, project, aws, NOW, without_log=without_log))


def postponed(project: Cli) -> tuple[Hardening, ...]:
    settings = load_file("staging", project.project)
    assert isinstance(settings, PlatformSettings)
    return settings.postponed


def test_each_group_goes_in_its_order_with_its_risks_and_the_comments_stay(project: Cli):
    groups = list(Hardening)
    for number, group in enumerate(groups[:3], start=1):
        lines = run(project, group)
        assert [*postponed(project)] == groups[number:]
        assert all(any(one.risk in line for line in lines) for one in GROUPS[group])
        assert run(project, group) == [f"staging: {group} is not postponed; nothing to do"]
    text = (project.project / "Pulumi.staging.yaml").read_text()
    assert "# Each sandbox has a ui of its own at ui-<sandbox>." in text
    assert "cellscope:postponed: [tls-only]  # adopted in May" in text


def test_a_group_before_its_turn_is_refused_and_changes_nothing(project: Cli):
    file = project.project / "Pulumi.staging.yaml"
    before = file.read_text()
    with pytest.raises(RefusedError) as error:
        run(project, Hardening.POLICIES)
    assert "versioning comes first" in str(error.value)
    assert "encryption comes first" in str(error.value)
    assert file.read_text() == before


def test_inputs_of_the_group_go_and_the_others_stay():
    text = textwrap.dedent("""\
        config:
          # the old estate
          cellscope:adopted:
            - resource: dynamodb.Table samples
              keep:
                # until the backups are paid
                pointInTimeRecovery.enabled: false
                serverSideEncryption: null
                name: samples-old  # forever
            - resource: dynamodb.Table plots
              keep:
                pointInTimeRecovery.enabled: false
          cellscope:postponed:
            - versioning
            # the key is new
            - encryption
          # the end
          cellscope:users: []
        """)
    table = "aws:dynamodb/table:Table"

    def keeps(group: Hardening):
        return lambda resource, path: group_of(table, path.partition(".")[0]) is not group

    later = without(text, "versioning", keeps(Hardening.VERSIONING))
    expected = [
        line for number, line in enumerate(text.splitlines()) if number not in (6, 9, 10, 11, 13)
    ]
    assert later.splitlines() == expected
    last = without(later, "encryption", keeps(Hardening.ENCRYPTION))
    config = yaml.safe_load(last)["config"]
    assert config["cellscope:adopted"] == [
        {"resource": "dynamodb.Table samples", "keep": {"name": "samples-old"}}
    ]
    assert "cellscope:postponed" not in config
    assert "# the end" in last


def test_a_setting_without_values_goes_with_its_line():
    text = "config:\n  cellscope:adopted:\n  - resource: a.B c\n    keep:\n      d: 1\n  other: 2\n"
    assert without(text, "versioning", lambda *_: False) == "config:\n  other: 2\n"


@pytest.fixture
def logs(aws: Clients) -> Clients:
    """The adopted buckets of staging, each with an access log in one bucket."""
    s3, where = aws("s3"), {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="logs", CreateBucketConfiguration=where)
    delivery = {"Service": "logging.s3.amazonaws.com"}
    write = {"Effect": "Allow", "Principal": delivery, "Action": "s3:PutObject"}
    policy = {"Version": "2012-10-17", "Statement": [{**write, "Resource": "arn:aws:s3:::logs/*"}]}
    s3.put_bucket_policy(Bucket="logs", Policy=json.dumps(policy))
    for name in names():
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
        target = {"TargetBucket": "logs", "TargetPrefix": f"{name}/"}
        s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={"LoggingEnabled": target})
        request(aws, name, WITH_TLS)
    return aws


def names() -> list[str]:
    return [bucket_name(one.name, platform_of("staging")) for one in BUCKETS]


def request(aws: Clients, bucket: str, tls: str) -> None:
    line = HTTP.format(bucket=bucket, tls=tls.format(bucket=bucket))
    aws("s3").put_object(Bucket="logs", Key=f"{bucket}/{abs(hash(line))}", Body=f"{line}\n")


def only_tls_is_left(project: Cli) -> None:
    postpone(project.project, Hardening.TLS_ONLY)


def test_tls_only_is_applied_when_all_logged_requests_use_tls(project: Cli, logs: Clients):
    only_tls_is_left(project)
    lines = run(project, Hardening.TLS_ONLY, logs)
    assert postponed(project) == ()
    assert not any("warning" in line for line in lines)


def test_tls_only_is_refused_while_a_request_comes_without_tls(project: Cli, logs: Clients):
    only_tls_is_left(project)
    request(logs, names()[0], WITHOUT_TLS)
    with pytest.raises(RefusedError, match="1 requests without TLS") as error:
        run(project, Hardening.TLS_ONLY, logs, without_log=True)
    assert f"{names()[0]}: owner" in str(error.value)
    assert postponed(project) == (Hardening.TLS_ONLY,)


def test_requests_of_s3_itself_do_not_count(project: Cli, logs: Clients):
    only_tls_is_left(project)
    line = HTTP.replace("192.0.2.3", "-").replace("REST.GET.OBJECT", "S3.EXPIRE.OBJECT")
    body = line.format(bucket=names()[0], tls="- - - - - - -")
    logs("s3").put_object(Bucket="logs", Key=f"{names()[0]}/expired", Body=body)
    run(project, Hardening.TLS_ONLY, logs)
    assert postponed(project) == ()


def test_old_requests_without_tls_do_not_count(project: Cli, logs: Clients):
    only_tls_is_left(project)
    request(logs, names()[0], WITHOUT_TLS)
    later = datetime.fromtimestamp(NOW.timestamp() + 8 * 86_400, UTC)
    with pytest.raises(RefusedError, match="no log of the last 7 days"):
        list(harden("staging", Hardening.TLS_ONLY, project, logs, later, without_log=False))


def test_without_a_log_tls_only_needs_the_option(project: Cli, aws: Clients):
    only_tls_is_left(project)
    with pytest.raises(RefusedError, match="add --without-log"):
        run(project, Hardening.TLS_ONLY, aws)
    assert postponed(project) == (Hardening.TLS_ONLY,)
    lines = run(project, Hardening.TLS_ONLY, aws, without_log=True)
    assert lines[0].startswith("warning: no log of the last 7 days shows the requests to")
    assert postponed(project) == ()


@pytest.mark.parametrize(
    ("event", "is_refused"),
    [
        ({"userIdentity": {"type": "IAMUser", "arn": "arn:user/old"}}, True),
        ({"userIdentity": {"type": "AWSService", "invokedBy": "s3.amazonaws.com"}}, False),
        (
            {
                "userIdentity": {"type": "IAMUser"},
                "tlsDetails": {"tlsVersion": "TLSv1.3"},
            },
            False,
        ),
        (
            {
                "userIdentity": {"type": "IAMUser"},
                "additionalEventData": {"CipherSuite": "ECDHE"},
            },
            False,
        ),
    ],
)
def test_a_trail_shows_requests_without_tls_of_people(
    project: Cli, logs: Clients, event, is_refused: bool
):
    only_tls_is_left(project)
    trail_policy(logs)
    logs("cloudtrail").create_trail(Name="old", S3BucketName="logs", S3KeyPrefix="trail")
    record = {
        "eventSource": "s3.amazonaws.com",
        "eventName": "GetObject",
        "requestParameters": {"bucketName": names()[0]},
        **event,
    }
    key = f"trail/AWSLogs/242905224710/CloudTrail/eu-west-1/{NOW:%Y/%m/%d}/one.json.gz"
    body = gzip.compress(json.dumps({"Records": [record]}).encode())
    logs("s3").put_object(Bucket="logs", Key=key, Body=body)
    if is_refused:
        with pytest.raises(RefusedError, match="GetObject by arn:user/old"):
            run(project, Hardening.TLS_ONLY, logs)
    else:
        run(project, Hardening.TLS_ONLY, logs)
        assert postponed(project) == ()


def trail_policy(aws: Clients) -> None:
    trail = {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}}
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {**trail, "Action": "s3:GetBucketAcl", "Resource": "arn:aws:s3:::logs"},
            {**trail, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*"},
        ],
    }
    aws("s3").put_bucket_policy(Bucket="logs", Policy=json.dumps(policy))


@pytest.mark.parametrize("group", Hardening)
def test_each_change_of_a_group_is_an_input_of_the_provider_with_a_source_of_aws(group: Hardening):
    for one in GROUPS[group]:
        inputs = schema_of(one.type).inputs
        assert one.is_whole or one.input in inputs
        assert one.source.startswith("https://docs.aws.amazon.com/")
        assert one.risk.endswith(".")
