"""What applications can do in the account, and not in AWS."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import requests
from botocore.config import Config

from simulator.account.account import Account
from tests.simulator.leniencies.conftest import Clients, Named


def test_an_object_is_read_without_its_customer_key(aws: Clients, bucket: str) -> None:
    s3 = aws("s3")
    rule = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
        "BlockedEncryptionTypes": {"EncryptionType": ["NONE"]},
    }
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
    own = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}
    s3.put_object(Bucket=bucket, Key="k", Body=b"x", **own)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"


def test_a_presigned_upload_may_have_another_content_type_than_the_signed_one(
    account: Account, bucket: str
) -> None:
    s3 = account.client(account.up(), "s3", Config(signature_version="s3v4"))
    signed = {"Bucket": bucket, "Key": "k", "ContentType": "text/csv"}
    url = s3.generate_presigned_url("put_object", Params=signed)
    put = requests.put(url, b"x", headers={"Content-Type": "image/png"}, timeout=10)
    assert put.status_code == 200


def test_the_conditions_of_a_browser_form_are_not_checked(aws: Clients, bucket: str) -> None:
    conditions = [["content-length-range", 0, 1]]
    form = aws("s3").generate_presigned_post(bucket, "k", Conditions=conditions)
    file = {"file": b"more than one byte"}
    posted = requests.post(form["url"], data=form["fields"], files=file, timeout=10)
    assert posted.status_code == 204


def test_a_trail_records_nothing(aws: Clients, bucket: str, named: Named) -> None:
    cloudtrail, name = aws("cloudtrail"), named("trail")
    cloudtrail.create_trail(Name=name, S3BucketName=bucket)
    cloudtrail.start_logging(Name=name)
    aws("sqs").create_queue(QueueName=name)
    assert aws("s3").list_objects_v2(Bucket=bucket)["KeyCount"] == 0
    assert cloudtrail.lookup_events()["Events"] == []


class Failing(BaseHTTPRequestHandler):
    """A service that answers each message with an error, and counts them."""

    count = 0

    def do_POST(self) -> None:
        Failing.count += 1
        self.send_error(500)

    def log_message(self, *_: Any) -> None:
        return


def test_a_topic_delivers_once_even_if_the_receiver_fails(aws: Clients, named: Named) -> None:
    server = HTTPServer(("127.0.0.1", 0), Failing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sns = aws("sns")
    topic = sns.create_topic(Name=named("topic"))["TopicArn"]
    endpoint = f"http://127.0.0.1:{server.server_port}/"
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint)
    before = Failing.count
    sns.publish(TopicArn=topic, Message="x")
    threading.Event().wait(0.3)
    assert Failing.count == before + 1
    server.shutdown()
    server.server_close()


def test_a_subscription_by_mail_is_confirmed_at_once(aws: Clients, named: Named) -> None:
    sns = aws("sns")
    topic = sns.create_topic(Name=named("topic"))["TopicArn"]
    made = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@cellscope.example")
    found = sns.get_subscription_attributes(SubscriptionArn=made["SubscriptionArn"])["Attributes"]
    assert found["PendingConfirmation"] == "false"


def test_requests_are_not_throttled(account: Account) -> None:
    once = Config(retries={"total_max_attempts": 1})
    kms = account.client(account.up(), "kms", once)
    for _ in range(20):
        kms.create_key()
