"""Credentials in the account: of its administrator, or of a session of a role.

The administrator assumes a role with MFA, as a person does with an AWS profile.
https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-role.html
"""

import os
from collections.abc import Mapping
from http.client import HTTPConnection
from urllib.parse import urlencode

import xmltodict

from simulator.account.account import OWN_KEY, Account, AccountError, Running

_NAMES = {
    "AccessKeyId": "AWS_ACCESS_KEY_ID",
    "SecretAccessKey": "AWS_SECRET_ACCESS_KEY",
    "SessionToken": "AWS_SESSION_TOKEN",
}
"""The environment variables of AWS clients for the parts of a session's credentials."""


def role_session(account: Account, running: Running, role: str) -> Mapping[str, str] | None:
    """Returns the environment variables of a session of a role; None if the role does not exist.

    Raises AccountError if the role does not trust the administrator.
    """
    name = role.rpartition("/")[2]
    if _ask(running, "iam", Action="GetRole", Version="2010-05-08", RoleName=name)[0] != 200:
        return None
    status, text = _ask(
        running,
        "sts",
        Action="AssumeRole",
        Version="2011-06-15",
        RoleArn=f"arn:aws:iam::{account.account_id}:role/{role}",
        RoleSessionName="simulator",
        SerialNumber=f"arn:aws:iam::{account.account_id}:mfa/moto",
        TokenCode="000000",
    )
    if status != 200:
        raise AccountError(f"the administrator cannot assume the role {role}: {text}")
    result = xmltodict.parse(text)["AssumeRoleResponse"]["AssumeRoleResult"]
    return {variable: result["Credentials"][part] for part, variable in _NAMES.items()}


def chosen_session(running: Running) -> Mapping[str, str] | None:
    """Returns the session of this account that the environment variables select, if any."""
    if os.environ.get("AWS_ENDPOINT_URL") != running.url or not os.environ.get("AWS_SESSION_TOKEN"):
        return None
    return {variable: os.environ[variable] for variable in _NAMES.values()}


def _ask(running: Running, service: str, **parameters: str) -> tuple[int, str]:
    """Send a request as the administrator, without boto3, which takes half a second to load."""
    credential = f"{OWN_KEY}/20260101/us-east-1/{service}/aws4_request"
    signature = f"Credential={credential}, SignedHeaders=host, Signature=0"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 {signature}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
    try:
        connection.request("POST", "/", urlencode(parameters), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
