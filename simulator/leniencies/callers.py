"""Leniencies about who sends a request."""

from simulator.leniencies.leniency import Leniency

_HERE = "tests/simulator/leniencies/test_callers.py"
_AUTHORIZATION = "tests/simulator/authorization/test_enforcement.py"

CALLERS = (
    Leniency(
        account=(
            "The administrator's key `simulated` exists from the start. The signature of a"
            " request is not checked."
        ),
        aws=(
            "No account has such a key. A wrong signature is refused with `SignatureDoesNotMatch`."
        ),
        file=_HERE,
        test="test_the_administrator_exists_from_the_start_and_no_signature_is_checked",
    ),
    Leniency(
        account="The signature of an OIDC token is not verified.",
        aws="STS verifies it with the keys that the provider publishes.",
        file=_HERE,
        test="test_a_token_without_a_signature_assumes_a_role",
    ),
    Leniency(
        account="Any code of any MFA device is valid.",
        aws="The device must belong to the caller, and the code must be its current one.",
        file=_HERE,
        test="test_any_code_of_any_mfa_device_is_valid",
    ),
    Leniency(
        account="A session may be longer than the maximum of its role.",
        aws="STS refuses it with `ValidationError`.",
        file=_HERE,
        test="test_a_session_may_be_longer_than_the_maximum_of_its_role",
    ),
    Leniency(
        account="Service control policies have no effect.",
        aws="They limit each principal of the account.",
        file=_HERE,
        test="test_service_control_policies_have_no_effect",
    ),
    Leniency(
        account="The permissions boundary of a user has no effect. That of a role has.",
        aws="Both are evaluated.",
        file=_HERE,
        test="test_the_boundary_of_a_user_has_no_effect",
    ),
    Leniency(
        account="Service-linked roles are neither needed nor created.",
        aws=(
            "The first load balancer, cluster or cache needs `iam:CreateServiceLinkedRole`,"
            " unless the role exists."
        ),
        file=_HERE,
        test="test_a_service_linked_role_is_neither_needed_nor_created",
    ),
    Leniency(
        account="A changed policy has its effect at once.",
        aws="It takes some seconds.",
        file=_AUTHORIZATION,
        test="test_a_user_has_the_rights_of_its_own_policies_and_of_its_groups",
    ),
    Leniency(
        account=(
            "A request without TLS counts as one with TLS, unless it has the header"
            " `X-Forwarded-Proto: http`."
        ),
        aws="`aws:SecureTransport` says how the request came.",
        file=_AUTHORIZATION,
        test="test_a_request_without_tls_is_denied_if_the_policy_demands_tls",
    ),
)
