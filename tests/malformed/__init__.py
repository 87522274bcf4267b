"""Stack files with mistakes, and the message expected for each."""

from tests.malformed.accounts import ACCOUNTS
from tests.malformed.clusters import CLUSTERS
from tests.malformed.data_services import DATA_SERVICES
from tests.malformed.files import Malformed, stack_file
from tests.malformed.keys import KEYS
from tests.malformed.many import MANY
from tests.malformed.networks import NETWORKS
from tests.malformed.node_groups import NODE_GROUPS
from tests.malformed.people import ACCESS, LOCK_OUTS, PEOPLE
from tests.malformed.sandboxes import SANDBOXES
from tests.malformed.services import SERVICES

__all__ = ["MALFORMED", "SHOWN_TO_THE_ENGINE", "Malformed", "stack_file"]

_OTHERS = (
    *(*KEYS, *DATA_SERVICES, *NETWORKS, *CLUSTERS, *NODE_GROUPS, *SERVICES),
    *(*ACCESS, *PEOPLE, *ACCOUNTS, *SANDBOXES),
)

MALFORMED = (*LOCK_OUTS, *MANY, *_OTHERS)

SHOWN_TO_THE_ENGINE = (*LOCK_OUTS, *MANY, *_OTHERS[::60])
"""Cases for the slow tests with the real engine; tests/unit runs all cases."""
