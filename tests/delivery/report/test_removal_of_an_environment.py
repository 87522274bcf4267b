"""What the report says about a cluster or a whole environment that is removed too early."""

from delivery.report.retirement import records

CLUSTER, USERS = "eks.Cluster cluster-eksCluster", "cognito.UserPool users"
BUCKET, KEY = "s3.Bucket cell-sets", "kms.Key cluster-secrets"


def test_a_refused_cluster_is_one_record_with_its_key() -> None:
    refused = [("staging", CLUSTER), ("staging", KEY)]
    assert records(refused) == ["Pulumi.staging.yaml: - {kind: cluster, data: destroyed}"]


def test_a_refused_environment_is_one_record_and_not_one_for_each_data_store() -> None:
    everything = [("staging", label) for label in (BUCKET, USERS, CLUSTER, KEY)]
    alone = [("production", BUCKET)]
    assert records([*everything, *alone]) == [
        "Pulumi.staging.yaml: - {kind: environment, data: kept}",
        "Pulumi.production.yaml: - {kind: bucket, name: cell-sets, data: kept}",
    ]
