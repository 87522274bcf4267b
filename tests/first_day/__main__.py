"""`make first-day`: rehearse the first day in a separate simulated account."""

import sys
import tempfile
from pathlib import Path

from simulator.account.account import Account
from tests.first_day.day import first_day
from tests.first_day.runner import StepFailedError
from tools.steps import Steps


def main() -> int:
    """Runs all parts; returns 1 after the first that fails."""
    with tempfile.TemporaryDirectory() as name, Steps() as steps:
        folder = Path(name)
        account = Account.of_checkout().at(folder / "account")
        try:
            for _, part in first_day(account, folder):
                with steps.step(part.title):
                    part.run()
        except (StepFailedError, AssertionError) as error:
            steps.say(str(error))
            return 1
        finally:
            account.down()
        steps.summary()
    return 0


if __name__ == "__main__":
    sys.exit(main())
