"""Test stacks for the rule about IAM users, access keys and passwords."""

from policies.rules.identity.people import ACCESS_KEY, LOGIN_PROFILE, NO_KEYS_FOR_PEOPLE, USER
from tests.policies.rules.cases import UNKNOWN, Case, a

CASES = (
    Case(
        NO_KEYS_FOR_PEOPLE,
        bad={
            "it is an IAM user, a long-term credential.": (
                a(USER, props={"name": "ada.lovelace"}),
            ),
            "it is an IAM user": (a(USER),),
            "it is an access key, a long-term credential.": (
                a(ACCESS_KEY, props={"user": "ada.lovelace"}),
            ),
            "is an access key, a long-term credential.": (
                a(ACCESS_KEY, props={"user": "not-a-mailer", "status": "Inactive"}),
            ),
            "it is a password": (a(LOGIN_PROFILE, props={"user": "ada.lovelace"}),),
        },
        good=(
            (a(USER, props={"name": "mailer-staging"}),),
            (a(ACCESS_KEY, props={"user": "mailer-staging"}),),
            (a("aws:iam/group:Group", props={"name": "engineer-staging-access"}),),
            (a("aws:iam/role:Role", props={"name": "api-role-staging"}),),
        ),
        unknown=(
            (a(ACCESS_KEY, props={"user": UNKNOWN}),),
            (a(USER, props={"name": UNKNOWN}),),
        ),
        config={"machines": ["mailer-*"]},
    ),
)
