"""A mutation of the budget."""

from tests.policies.rules.mutation import Mutation

BUDGET = "components/monitoring/budget.py"

MUTATIONS = (
    Mutation(
        "budget-subscribers",
        "staging",
        "The budget has no subscribers",
        BUDGET,
        "notifications=None,",
        "notifications=notifications,",
    ),
)
