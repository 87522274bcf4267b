"""Test stacks for the rule about IAM users, access keys and passwords."""

from policies.rules.identity.people import ACCESS_KEY, LOGIN_PROFILE, USER
from tests.policies.rules.cases import UNKNOWN, Case, a

CASES = (
    Case(
        "no-iam-user-access-keys",
        bad={
            "it is an IAM user, a long-term credential.": [a(USER, name="ada.lovelace"), a(USER)],
            "it is an access key, a long-term credential.": [
                a(ACCESS_KEY, user="ada.lovelace"),
                a(ACCESS_KEY, user="not-a-mailer", status="Inactive"),
            ],
            "it is a password": a(LOGIN_PROFILE, user="ada.lovelace"),
        },
        good=(a(USER, name="mailer-staging"), a(ACCESS_KEY, user="mailer-staging")),
        unknown=(a(ACCESS_KEY, user=UNKNOWN), a(USER, name=UNKNOWN)),
        config={"machines": ["mailer-*"]},
    ),
)
