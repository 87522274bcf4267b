"""The organization of the account."""

from simulator.account.account import Account


def test_the_account_is_a_member_of_the_organization_of_its_settings(account: Account) -> None:
    client = account.client(account.up(), "organizations")
    found = client.describe_organization()["Organization"]
    assert found["Id"] == account.organization
    assert found["MasterAccountId"] != account.account_id
    assert found["Arn"].endswith(f"{found['MasterAccountId']}:organization/{account.organization}")
