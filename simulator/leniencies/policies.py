"""Leniencies about policies."""

from simulator.leniencies.leniency import Leniency

_HERE = "tests/simulator/leniencies/test_policies.py"

POLICIES = (
    Leniency(
        account="The policy of an event bus has no effect.",
        aws="It is evaluated like those of queues and topics.",
        file=_HERE,
        test="test_the_policy_of_an_event_bus_has_no_effect",
    ),
    Leniency(
        account="EventBridge sends to queues whose policy does not allow it.",
        aws="The message is dropped, or goes to the dead-letter queue of the target.",
        file=_HERE,
        test="test_events_reach_a_queue_that_does_not_allow_them",
    ),
    Leniency(
        account="S3 notifies queues whose policy does not allow it.",
        aws="S3 refuses the configuration with `InvalidArgument`.",
        file=_HERE,
        test="test_a_bucket_notifies_a_queue_that_does_not_allow_it",
    ),
    Leniency(
        account=(
            "`aws:ResourceTag` is known only for the services in"
            " `simulator/authorization/tags.py`. A denial by the tag of another resource does"
            " not apply."
        ),
        aws="The tags of each resource are known, if its service supports the condition key.",
        file=_HERE,
        test="test_the_tags_of_a_table_are_no_condition",
    ),
    Leniency(
        account="A key policy may lock out its creator.",
        aws="KMS refuses it with `MalformedPolicyDocumentException`.",
        file=_HERE,
        test="test_a_key_policy_may_lock_out_its_creator",
    ),
    Leniency(
        account="A policy may name a principal that does not exist.",
        aws="S3 and IAM refuse it with `MalformedPolicy` and `MalformedPolicyDocument`.",
        file=_HERE,
        test="test_a_policy_may_name_a_principal_that_does_not_exist",
    ),
    Leniency(
        account="A trust policy may be empty.",
        aws="IAM refuses it with `MalformedPolicyDocument`.",
        file=_HERE,
        test="test_a_trust_policy_may_be_empty",
    ),
    Leniency(
        account="A bucket policy may be no JSON, or name another bucket.",
        aws="S3 refuses it with `MalformedPolicy`.",
        file=_HERE,
        test="test_a_bucket_policy_is_not_checked",
    ),
    Leniency(
        account="A public access block has no effect on policies.",
        aws="S3 refuses a public policy, and anonymous requests.",
        file=_HERE,
        test="test_a_bucket_accepts_a_public_policy_despite_its_public_access_block",
    ),
    Leniency(
        account="An ACL is accepted where the bucket's owner owns all objects.",
        aws="S3 refuses it with `AccessControlListNotSupported`.",
        file=_HERE,
        test="test_an_object_accepts_an_acl_although_its_bucket_disables_them",
    ),
    Leniency(
        account="A statement of a queue policy may have more than seven actions.",
        aws="SQS refuses it with `OverLimit`.",
        file=_HERE,
        test="test_a_queue_policy_may_have_more_than_seven_actions",
    ),
)
