"""Leniencies of CloudFormation's stacks."""

from simulator.leniencies.leniency import Leniency

_FILE = "tests/simulator/leniencies/test_stacks.py"

STACKS = (
    Leniency(
        account="A stack is complete as soon as its resources are.",
        aws="Each operation takes some seconds, also one that changes nothing but policies.",
        file=_FILE,
        test="test_a_stack_whose_resources_are_ready_is_complete_at_once",
    ),
    Leniency(
        account="The service role of a stack has no effect. The rights of the caller decide.",
        aws="CloudFormation acts with the rights of the role.",
        file=_FILE,
        test="test_the_service_role_of_a_stack_has_no_effect",
    ),
    Leniency(
        account="A stack does not tag its resources.",
        aws=(
            "They get the tags of the stack, and `aws:cloudformation:stack-name`, `stack-id` and"
            " `logical-id`."
        ),
        file=_FILE,
        test="test_the_resources_of_a_stack_have_only_their_own_tags",
    ),
    Leniency(
        account="A template may have properties of the wrong type, and parameters any value.",
        aws="CloudFormation refuses them with `ValidationError`.",
        file=_FILE,
        test="test_values_are_not_compared_with_the_types_and_rules_of_a_template",
    ),
    Leniency(
        account="A stack policy has no effect.",
        aws="It denies updates of the resources that it names.",
        file=_FILE,
        test="test_a_stack_policy_has_no_effect",
    ),
)
