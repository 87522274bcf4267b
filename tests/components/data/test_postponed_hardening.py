"""What data services of a stack declare while it postpones groups of hardening."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from settings import Hardening
from tests.mocks.recording import Recording
from tests.mocks.runs import A_FEW, data_services

ALL = tuple(Hardening)
OF_GROUP = {
    Hardening.VERSIONING: {"BucketVersioning", "BucketLifecycleConfiguration"},
    Hardening.POLICIES: {
        *("BucketPolicy", "BucketOwnershipControls", "BucketCorsConfiguration"),
        *("QueuePolicy", "TopicPolicy"),
    },
}
POLICIES = {
    "s3/bucketPolicy:BucketPolicy": "s3:GetBucketPolicy",
    "sqs/queuePolicy:QueuePolicy": "sqs:GetQueueAttributes",
    "sns/topicPolicy:TopicPolicy": "sns:GetTopicAttributes",
}


def later(*postponed: Hardening) -> Recording:
    return data_services("staging", postponed=postponed)


def kinds(recording: Recording) -> dict[str, set[str]]:
    """Returns the names of the resources of each kind, without those of new queues."""
    found: dict[str, set[str]] = {}
    for one in recording.resources.values():
        if not one.name.endswith("-dead-letters"):
            found.setdefault(one.type.rpartition(":")[2], set()).add(one.name)
    return found


@pytest.mark.parametrize("count", range(len(ALL) + 1))
def test_only_the_resources_of_the_postponed_groups_are_missing(count: int):
    postponed = ALL[len(ALL) - count :]
    missing = {kind for group in postponed for kind in OF_GROUP.get(group, ())}
    every = kinds(later())
    expected = {kind: names for kind, names in every.items() if kind not in missing}
    assert kinds(later(*postponed)) == expected
    assert missing <= every.keys()


def test_a_bucket_keeps_the_encryption_of_s3_until_its_group_is_applied():
    kind = "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    for postponed, algorithm in ((ALL, "AES256"), (ALL[2:], "aws:kms")):
        made = later(*postponed).of(kind)
        assert made
        for one in made.values():
            (rule,) = one.inputs["rules"]
            found = rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"]
            assert (found, rule["bucketKeyEnabled"]) == (algorithm, algorithm == "aws:kms")


@pytest.mark.parametrize(("kind", "read"), POLICIES.items())
def test_without_the_tls_only_statement_a_policy_changes_no_access(kind: str, read: str):
    full, without = later().of(kind), later(Hardening.TLS_ONLY).of(kind)
    assert full.keys() == without.keys()
    for name, one in without.items():
        before, after = (
            json.loads(each.inputs["policy"])["Statement"] for each in (full[name], one)
        )
        others = [each for each in before if each["Sid"] != "DenyWithoutTls"]
        if name.endswith("-dead-letters"):
            assert after == before
        elif others:
            assert after == others
        else:
            (only,) = after
            assert (only["Effect"], only["Action"]) == ("Allow", read)
            assert only["Principal"] == {"AWS": "arn:aws:iam::242905224710:root"}


def test_queues_for_dead_letters_are_hardened_at_once():
    policies = later(*ALL).of("sqs/queuePolicy:QueuePolicy")
    assert policies
    assert all(name.endswith("-dead-letters") for name in policies)


@settings(A_FEW)
@given(postponed=st.sampled_from([ALL[index:] for index in range(len(ALL))]))
def test_no_bucket_is_public_while_hardening_is_postponed(postponed: Sequence[Hardening]):
    recording = later(*postponed)
    blocks = recording.of("s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
    assert blocks.keys() == recording.of("s3/bucket:Bucket").keys()
