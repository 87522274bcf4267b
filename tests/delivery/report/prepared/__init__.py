"""Changes of the program, as in pull requests, and what a reviewer must see first in each."""

from tests.delivery.report.prepared.change import Edit, PreparedChange
from tests.delivery.report.prepared.of_access import ACCESS_CHANGES
from tests.delivery.report.prepared.of_data import DATA_CHANGES
from tests.delivery.report.prepared.of_nodes import NODE_CHANGES
from tests.delivery.report.prepared.of_services import SERVICE_CHANGES

PREPARED_CHANGES = (
    *DATA_CHANGES,
    *NODE_CHANGES,
    *SERVICE_CHANGES,
    *ACCESS_CHANGES,
    PreparedChange(
        "syntax-error", False, (Edit("__main__.py", "import pulumi\n", "import pulumi as\n"),)
    ),
    PreparedChange("nothing", True),
)
