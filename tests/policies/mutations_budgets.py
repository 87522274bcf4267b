"""A change of the budget against its rule."""

from tests.policies.mutation import Mutation

BUDGET = "components/budget.py"

MUTATIONS = (
    Mutation(
        "budgets-tell-somebody",
        "staging",
        "Nobody hears of the costs",
        BUDGET,
        "notifications=None,",
        "notifications=notifications,",
    ),
)
