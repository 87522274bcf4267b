"""Stack files with mistakes, and the message expected for each."""

from tests.settings.malformed.accounts import ACCOUNTS
from tests.settings.malformed.adoptions import ADOPTIONS
from tests.settings.malformed.aws_refuses import NETWORKS_OF_OTHERS, NODES, ROLES_AND_SECRETS
from tests.settings.malformed.cases import Malformed
from tests.settings.malformed.clusters import CLUSTERS
from tests.settings.malformed.data_services import DATA_SERVICES
from tests.settings.malformed.files import stack_file
from tests.settings.malformed.keys import KEYS
from tests.settings.malformed.many import MANY
from tests.settings.malformed.networks import NETWORKS
from tests.settings.malformed.node_groups import NODE_GROUPS
from tests.settings.malformed.people import ACCESS, LOCK_OUTS, PEOPLE
from tests.settings.malformed.retirements import RETIREMENTS
from tests.settings.malformed.sandboxes import SANDBOXES
from tests.settings.malformed.services import SERVICES
from tests.settings.malformed.whole_files import WHOLE_FILES

__all__ = ["MALFORMED", "SHOWN_TO_THE_ENGINE", "Malformed", "stack_file"]

_OTHERS = (
    *(*KEYS, *DATA_SERVICES, *NETWORKS, *CLUSTERS, *NODE_GROUPS, *SERVICES),
    *(*ACCESS, *PEOPLE, *ACCOUNTS, *SANDBOXES, *RETIREMENTS, *ADOPTIONS),
    *(*NODES, *NETWORKS_OF_OTHERS, *ROLES_AND_SECRETS),
)

MALFORMED = (*LOCK_OUTS, *MANY, *_OTHERS, *WHOLE_FILES)

SHOWN_TO_THE_ENGINE = (*LOCK_OUTS, *MANY, *_OTHERS[::60])
"""Cases for the slow tests with the real engine; tests/settings runs all cases.

The CLI itself refuses some whole files, before it starts the program.
"""
