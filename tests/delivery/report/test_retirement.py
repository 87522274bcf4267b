"""The report leads through a retirement."""

import pytest

from delivery.gate.dangers import Danger
from delivery.gate.findings import Findings
from delivery.gate.step import Step
from delivery.report.retirement import next_steps, records


def found(step: Step, label: str) -> str:
    danger = Danger(step, "staging", label, "why")
    texts = [
        [*next_steps(Findings(open=(danger,)))],
        [*next_steps(Findings(acknowledged=(danger,)))],
    ]
    assert texts[0] == texts[1]
    return "\n".join(texts[0])


def test_after_the_first_step_comes_the_second() -> None:
    assert "add `removed: true`" in found(Step.UNPROTECT, "s3.Bucket cell-sets")
    assert found(Step.UNPROTECT, "lb.LoadBalancer edge") == ""


@pytest.mark.parametrize("step", [Step.FORGET, Step.DELETE])
def test_after_the_removal_the_resource_can_be_added_again(step: Step) -> None:
    assert "remove only the record" in found(step, "dynamodb.Table experiments")
    assert found(step, "sqs.Queue gem2s") == ""


def test_each_protected_resource_has_its_record() -> None:
    labels = {
        "s3.Bucket cell-sets": "{kind: bucket, name: cell-sets, data: kept}",
        "secretsmanager.Secret mail-token": "{kind: secret, name: mail-token, data: kept}",
        "secretsmanager.Secret biomage-redis-token": "{kind: cache, data: destroyed}",
        "kms.Key cluster-secrets": "{kind: cluster, data: destroyed}",
        "cognito.UserPool users": "{kind: user-pool, data: kept}",
        "ecr.Repository worker": "{kind: repository, name: worker, data: kept}",
    }
    refused = [("staging", label) for label in (*labels, "lb.LoadBalancer edge")]
    assert records(refused) == [f"Pulumi.staging.yaml: - {one}" for one in labels.values()]
    # The pool of identities goes with the pool of users.
    pools = [("staging", f"cognito.{kind}Pool one") for kind in ("User", "Identity")]
    assert len(records(pools)) == 1
