"""Entry point of the policy pack: `pulumi preview --policy-pack policies` runs it."""

import sys
from pathlib import Path

# The engine runs this file as a script, so the checkout is not on the path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from policies.engine.pack import serve

serve()
