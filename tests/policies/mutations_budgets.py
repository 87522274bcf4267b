"""A mutation of the budget."""

from tests.policies.mutation import Mutation

BUDGET = "components/budget.py"

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
