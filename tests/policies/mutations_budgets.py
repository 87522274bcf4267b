"""A change of the budget against its rule."""

from tests.policies.mutation import Mutation

BUDGET = "components/budget.py"

MUTATIONS = (
    Mutation(
        "budget-subscribers",
        "staging",
        "Nobody hears of the costs",
        BUDGET,
        "notifications=None,",
        "notifications=notifications,",
    ),
)
