"""Leniencies about changes that take time in AWS."""

from simulator.leniencies.leniency import Leniency

_TIMES = "tests/simulator/leniencies/test_times.py"
_STATES = "tests/simulator/moto_patches/test_states.py"

TIMES = (
    Leniency(
        account="The time to live of a table changes at once, and again at once.",
        aws="A change takes up to an hour, and another is refused until then.",
        file=_TIMES,
        test="test_the_time_to_live_of_a_table_changes_at_once_and_twice",
    ),
    Leniency(
        account="Point-in-time recovery is enabled at once.",
        aws="It takes some seconds.",
        file=_TIMES,
        test="test_point_in_time_recovery_is_enabled_at_once",
    ),
    Leniency(
        account="PartiQL reads a table that is being created.",
        aws="DynamoDB refuses it with `ResourceNotFoundException`.",
        file=_TIMES,
        test="test_partiql_reads_a_table_that_is_being_created",
    ),
    Leniency(
        account="The attributes of a queue change at once.",
        aws="A change takes up to 60 seconds.",
        file=_TIMES,
        test="test_the_attributes_of_a_queue_change_at_once",
    ),
    Leniency(
        account="Versioning of a bucket has its effect at once.",
        aws="It takes up to 15 minutes.",
        file=_TIMES,
        test="test_versioning_of_a_bucket_has_its_effect_at_once",
    ),
    Leniency(
        account=(
            "A VPC endpoint is available at once. Private DNS does not need the DNS attributes"
            " of the VPC."
        ),
        aws="It is pending for some minutes. Without the attributes EC2 refuses it.",
        file=_TIMES,
        test="test_a_vpc_endpoint_is_available_at_once_without_dns_in_its_vpc",
    ),
    Leniency(
        account="The add-on coredns becomes active without nodes.",
        aws="It is degraded until its pods run.",
        file=_TIMES,
        test="test_coredns_is_active_without_nodes",
    ),
    Leniency(
        account="A record in any hosted zone of the account proves a domain to ACM.",
        aws="ACM looks for it in the public DNS.",
        file=_STATES,
        test="test_a_certificate_is_issued_when_its_record_exists",
    ),
)
