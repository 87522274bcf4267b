"""IAM settings of an account: the password policy of users, and Access Analyzer."""

from simulator.plugins.aws.calls import send
from simulator.plugins.aws.records import recorded
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.schema import schema_of
from simulator.plugins.aws.shapes import Props, properties

_POLICY = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"

_ID = "iam-account-password-policy"
"""The id in the official provider; an account has only one password policy."""


def _read(aws: Aws, id_: str) -> Props:
    policy = aws("iam").get_account_password_policy()["PasswordPolicy"]
    return properties(schema_of(_POLICY).outputs, policy)


def _write(aws: Aws, id_: str, old: Props, new: Props) -> None:
    # IAM replaces the whole policy: omitted parts get their defaults.
    send(aws, "iam", "UpdateAccountPasswordPolicy", new)


RESOURCE_TYPES = (
    ResourceType(
        token=_POLICY,
        create=lambda aws, inputs: _ID,
        read=unless_gone(_read),
        update=_write,
        delete=lambda aws, id_, state: aws("iam").delete_account_password_policy(),
        # Defaults of the Terraform AWS provider's aws_iam_account_password_policy.
        defaults={"allowUsersToChangePassword": True, "minimumPasswordLength": 6},
    ),
    # moto lacks Access Analyzer.
    recorded(
        "aws:accessanalyzer/analyzer:Analyzer",
        identify=lambda inputs: inputs["analyzerName"],
        arn=lambda aws, id_: (
            f"arn:aws:access-analyzer:{aws.region}:{aws.account_id}:analyzer/{id_}"
        ),
        name="analyzerName",
        defaults={"type": "ACCOUNT"},
    ),
)
