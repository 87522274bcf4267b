"""Ends the process with a message, without a traceback, if estate/ cannot be loaded.

`__main__` imports it before the commands, because these import the declarations.
"""

import sys

from estate.checks.loading import broken
from estate.checks.mistakes import EstateError

if unloaded := list(broken()):
    print(f"delivery: {EstateError(unloaded)}", file=sys.stderr)
    sys.exit(2)
