"""Mutations of the instances, one per rule."""

from tests.policies.rules.mutation import Mutation

_FILE = "components/cluster/node_group.py"

_TEMPLATE = "            update_default_version=True,\n"

MUTATIONS = (
    Mutation(
        "instance-imdsv2",
        "staging",
        "Nodes allow IMDSv1",
        _FILE,
        '"http_tokens": "optional"',
        '"http_tokens": "required"',
    ),
    Mutation(
        "instance-no-public-ip",
        "staging",
        "Nodes get public IP addresses",
        _FILE,
        f'{_TEMPLATE}            network_interfaces=[{{"associate_public_ip_address": "true"}}],\n',
        _TEMPLATE,
    ),
    Mutation(
        "no-ssh-keys",
        "staging",
        "Nodes have an SSH key",
        _FILE,
        f'{_TEMPLATE}            key_name="admin",\n',
        _TEMPLATE,
    ),
)
