"""Pods that reach into their nodes, each against one rule."""

from tests.policies.mutation import Mutation

_XRAY = "components/xray.py"

MUTATIONS = (
    Mutation(
        "no-host-path",
        "staging",
        "The X-Ray daemon gets the node's logs",
        _XRAY,
        old='        "service_account_name": _ACCOUNT,\n',
        new='        "service_account_name": _ACCOUNT,\n'
        '        "volumes": [{"name": "logs", "host_path": {"path": "/var/log"}}],\n',
    ),
    Mutation(
        "no-privileged-containers",
        "staging",
        "The X-Ray daemon may gain rights",
        _XRAY,
        old='"allow_privilege_escalation": False,',
        new='"allow_privilege_escalation": True,',
    ),
)
