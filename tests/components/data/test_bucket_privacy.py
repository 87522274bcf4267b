"""The component `Bucket`: privacy, encryption and CORS."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.identity.resource_policies import bucket_policy
from estate.data.buckets import UPLOADS, Bucket
from estate.ownership import DataClass, Owner
from tests.environments import ENVIRONMENTS, settings_of
from tests.estate import estate_2022
from tests.mocks.declarations import buckets
from tests.mocks.recording import Recording
from tests.mocks.runs import A_FEW, bucket, data_services

CORS = "s3/bucketCorsConfiguration:BucketCorsConfiguration"

in_every_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


def assert_private(recording: Recording, name: str) -> None:
    """Asserts that the bucket has its four protective resources."""
    made = recording.of("s3/bucket:Bucket")[name]

    def guard(kind: str) -> dict[str, Any]:
        inputs = dict(recording.of(f"s3/b{kind[1:]}:{kind}")[name].inputs)
        assert inputs.pop("bucket") == made.physical_name
        return inputs

    assert guard("BucketPublicAccessBlock") == dict.fromkeys(
        ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
    )
    owned = guard("BucketOwnershipControls")
    assert owned == {"rule": {"objectOwnership": "BucketOwnerEnforced"}}
    encryption = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}
    rule = {**encryption, "bucketKeyEnabled": True}
    assert guard("BucketServerSideEncryptionConfiguration") == {"rules": [rule]}
    policy = json.loads(guard("BucketPolicy")["policy"])
    assert policy == bucket_policy(made.arn)


@settings(A_FEW)
@given(declaration=buckets(), environment=st.sampled_from(ENVIRONMENTS))
def test_any_declared_bucket_is_private(declaration: Bucket, environment: str) -> None:
    recording = bucket(declaration, settings_of(environment))
    assert_private(recording, declaration.name)
    assert bool(recording.of(CORS)) == bool(declaration.cors_methods)


@in_every_environment
def test_only_the_platforms_origins_are_allowed_by_cors(environment: str) -> None:
    cors = data_services(environment).of(CORS)
    browsers = {name for name, one in estate_2022.BUCKETS.items() if one.browsers}
    assert cors.keys() & estate_2022.BUCKETS.keys() == browsers
    origins = list(settings_of(environment).ui_origins)
    for name, one in cors.items():
        (rule,) = one.inputs["corsRules"]
        assert one.inputs["bucket"] == f"{name}-{environment}"
        assert rule["allowedOrigins"] == origins
        assert "*" not in origins
        assert "DELETE" not in rule["allowedMethods"]
        assert len(rule["exposeHeaders"]) == 4


def test_cors_rules_have_the_declared_methods_and_configured_origins() -> None:
    origins = ("https://one.example.org", "https://ui-*.two.example.org")
    declared = Bucket("x", Owner.UI, DataClass.DERIVED, 3, cors_methods=UPLOADS)
    recording = bucket(declared, settings_of("production", ui_origins=origins))
    cors = recording.of(CORS)["x"]
    (rule,) = cors.inputs["corsRules"]
    assert tuple(rule["allowedMethods"]) == UPLOADS
    assert tuple(rule["allowedOrigins"]) == origins
