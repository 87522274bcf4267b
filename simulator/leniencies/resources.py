"""Leniencies about references and values of resources."""

from simulator.leniencies.leniency import Leniency

_REFERENCES = "tests/simulator/leniencies/test_references.py"
_VALUES = "tests/simulator/leniencies/test_values.py"
_WAITING = "tests/simulator/plugins/test_waiting.py"
_CHECKS = "tests/simulator/leniencies/test_provider_checks.py"

RESOURCES = (
    Leniency(
        account=(
            "A route may use a pending NAT gateway. While the gateway is deleted, its address"
            " can be released and its subnet deleted."
        ),
        aws="EC2 refuses all three.",
        file=_REFERENCES,
        test="test_a_route_uses_a_pending_nat_gateway_whose_address_and_subnet_can_be_removed",
    ),
    Leniency(
        account=(
            "A load balancer needs no internet gateway. Its security groups and subnets can be"
            " deleted."
        ),
        aws="AWS refuses it with `InvalidSubnet` and `DependencyViolation`.",
        file=_REFERENCES,
        test="test_a_load_balancer_needs_no_internet_gateway_and_what_it_uses_can_be_deleted",
    ),
    Leniency(
        account=(
            "A listener may use a certificate that is not issued, and a certificate in use can"
            " be deleted."
        ),
        aws="AWS refuses it with `UnsupportedCertificate` and `ResourceInUseException`.",
        file=_REFERENCES,
        test="test_a_listener_uses_a_pending_certificate_which_can_be_deleted",
    ),
    Leniency(
        account=(
            "Notifications, log groups, state machines and trails may refer to queues, keys,"
            " roles, states and log groups that do not exist. The bucket of a trail needs no"
            " policy."
        ),
        aws="The services refuse them.",
        file=_REFERENCES,
        test="test_a_reference_may_lead_nowhere",
    ),
    Leniency(
        account=(
            "A project of CodeBuild may refer to a connection, a network and a role's rights that"
            " do not exist."
        ),
        aws="CodeBuild refuses them, and a webhook while the connection is pending.",
        file=_REFERENCES,
        test="test_a_webhook_uses_a_connection_that_does_not_exist",
    ),
    Leniency(
        account="Services do not read the trust policies of the roles that they are given.",
        aws="The role must trust the service.",
        file=_WAITING,
        test="test_what_the_provider_retries_and_what_not",
    ),
    Leniency(
        account="An identity pool accepts a role that does not exist.",
        aws="Cognito refuses it.",
        file=_CHECKS,
        test="test_an_identity_pool_accepts_a_role_that_does_not_exist",
    ),
    Leniency(
        account=(
            "Many values are not checked: characters of names and descriptions, periods of"
            " alarms, schedules, runtimes of canaries, types of nodes, validity of tokens."
        ),
        aws="The services refuse wrong ones.",
        file=_VALUES,
        test="test_a_value_that_only_the_service_knows_is_not_checked",
    ),
    Leniency(
        account="A cluster and an add-on accept any version.",
        aws="EKS knows the versions that exist.",
        file=_VALUES,
        test="test_a_cluster_and_an_addon_accept_any_version",
    ),
    Leniency(
        account=(
            "The number of resources is not limited, except for the quotas under [What is"
            " real](#what-is-real)."
        ),
        aws="Each service has quotas, for example five Elastic IP addresses.",
        file=_VALUES,
        test="test_an_account_may_have_more_than_five_addresses",
    ),
    Leniency(
        account="Names that other AWS accounts use are free.",
        aws="The names of buckets and of Cognito's domains are unique across accounts.",
        file=_VALUES,
        test="test_a_bucket_name_of_another_account_is_free",
    ),
)
