"""Leniencies of the AWS provider's checks."""

from simulator.leniencies.leniency import Leniency

_HERE = "tests/simulator/leniencies/test_provider_checks.py"

CHECKS = (
    Leniency(
        account=(
            "What the provider refuses in its plan (`CustomizeDiff`) is accepted: names of"
            " FIFO queues, attributes without an index, a part of EKS auto mode, failover"
            " without a second node, listeners that forward nowhere."
        ),
        aws="The preview fails.",
        file=_HERE,
        test="test_what_the_provider_refuses_in_its_plan_is_accepted",
    ),
    Leniency(
        account="The number of items of a list and the keys of a map are not checked.",
        aws="The preview fails.",
        file=_HERE,
        test="test_a_list_may_have_more_items_and_a_map_longer_keys",
    ),
    Leniency(
        account="Properties of different blocks may exclude each other.",
        aws="The preview fails.",
        file=_HERE,
        test="test_properties_of_different_blocks_may_exclude_each_other",
    ),
    Leniency(
        account="A document of an IAM policy may be no JSON until it is created.",
        aws="The preview fails.",
        file=_HERE,
        test="test_a_document_that_is_no_json_is_accepted",
    ),
    Leniency(
        account="Defaults of the provider that no row has are not filled in.",
        aws="The state has them.",
        file=_HERE,
        test="test_a_default_that_no_row_has_is_not_filled_in",
    ),
)
