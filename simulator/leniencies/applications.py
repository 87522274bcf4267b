"""Leniencies that applications notice."""

from simulator.leniencies.leniency import Leniency

_HERE = "tests/simulator/leniencies/test_applications.py"

APPLICATIONS = (
    Leniency(
        account="Objects that were uploaded with SSE-C can be read without the key.",
        aws="S3 refuses it with `InvalidRequest`.",
        file=_HERE,
        test="test_an_object_is_read_without_its_customer_key",
    ),
    Leniency(
        account="A presigned upload may have another content type than the signed one.",
        aws="S3 refuses it with `SignatureDoesNotMatch`.",
        file=_HERE,
        test="test_a_presigned_upload_may_have_another_content_type_than_the_signed_one",
    ),
    Leniency(
        account="The conditions of a browser's form are not checked.",
        aws="S3 refuses an upload that does not meet them.",
        file=_HERE,
        test="test_the_conditions_of_a_browser_form_are_not_checked",
    ),
    Leniency(
        account="A topic delivers a message once, even if the receiver fails.",
        aws="SNS delivers at least once, and retries for up to 23 days.",
        file=_HERE,
        test="test_a_topic_delivers_once_even_if_the_receiver_fails",
    ),
    Leniency(
        account="A subscription by e-mail is confirmed at once, and no e-mail is sent.",
        aws="It is pending until the recipient confirms it.",
        file=_HERE,
        test="test_a_subscription_by_mail_is_confirmed_at_once",
    ),
    Leniency(
        account="A trail writes no files, and `LookupEvents` finds nothing.",
        aws="CloudTrail delivers files within minutes, and has the events of 90 days.",
        file=_HERE,
        test="test_a_trail_records_nothing",
    ),
    Leniency(
        account="Requests are not throttled.",
        aws="Each API has a rate, for example five keys per second.",
        file=_HERE,
        test="test_requests_are_not_throttled",
    ),
)
