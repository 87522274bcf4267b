"""Mutations that give pods access to their nodes, one per rule."""

from tests.policies.rules.mutation import Mutation

_XRAY = "components/cluster/xray.py"

MUTATIONS = (
    Mutation(
        "no-host-path",
        "staging",
        "The X-Ray daemon mounts the node's logs",
        _XRAY,
        old='        "service_account_name": _ACCOUNT,\n',
        new='        "service_account_name": _ACCOUNT,\n'
        '        "volumes": [{"name": "logs", "host_path": {"path": "/var/log"}}],\n',
    ),
    Mutation(
        "no-privileged-containers",
        "staging",
        "The X-Ray daemon allows privilege escalation",
        _XRAY,
        old='"allow_privilege_escalation": False,',
        new='"allow_privilege_escalation": True,',
    ),
)
