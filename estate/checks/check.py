"""The check that the program runs before it creates resources."""

from estate.checks.loading import broken, located
from estate.checks.mistakes import EstateError, Mistake
from settings import StackSettings


def check(settings: StackSettings) -> None:
    """Checks all declarations, with the names and alarms of one stack.

    Raises EstateError, whose message lists every mistake with file, record, field and remedy. If
    Python cannot load a declaration, it lists all places where that happens.
    """
    if unloaded := list(broken()):
        raise EstateError(unloaded)
    # The rules import the declarations, which can be loaded from here on.
    from estate.checks.rules import mistakes

    found: list[Mistake] = []
    try:
        for mistake in mistakes(settings):
            found.append(mistake)  # noqa: PERF402 (what was found before an error counts)
    except Exception as error:
        # A mistake that was found already is the likely cause of the error.
        found = found or [located(error)]
    if found:
        raise EstateError(found)
