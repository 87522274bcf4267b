"""Makes the account a member of the organization that the server's environment names."""

import os
from typing import Any

from moto.organizations.exceptions import AWSOrganizationsNotInUseException
from moto.organizations.models import OrganizationsBackend

from simulator.account.account import ORGANIZATION_VARIABLE

_MANAGEMENT_ACCOUNT = "111122223333"
"""A made-up account; AWS's documentation uses this id."""

_describe = OrganizationsBackend.describe_organization


def _describe_as_member(self: OrganizationsBackend) -> dict[str, Any]:
    """Describe the organization; one that was created in moto comes first.

    https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
    """
    organization = os.environ.get(ORGANIZATION_VARIABLE)
    try:
        return _describe(self)
    except AWSOrganizationsNotInUseException:
        if not organization:
            raise
    arn, management = "arn:aws:organizations::", _MANAGEMENT_ACCOUNT
    return {
        "Organization": {
            "Id": organization,
            "Arn": f"{arn}{management}:organization/{organization}",
            "FeatureSet": "ALL",
            "MasterAccountArn": f"{arn}{management}:account/{organization}/{management}",
            "MasterAccountId": management,
            "MasterAccountEmail": "management@example.com",
            "AvailablePolicyTypes": [],
        }
    }


def install() -> None:
    """Patch moto in this process."""
    setattr(OrganizationsBackend, "describe_organization", _describe_as_member)  # noqa: B010
