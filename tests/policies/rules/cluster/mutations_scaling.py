"""Mutations of scaling and of availability zones, one per rule."""

from tests.policies.rules.mutation import Mutation

_NODES = "components/cluster/node_group.py"

MUTATIONS = (
    Mutation(
        "node-group-autoscaling",
        "staging",
        "A node group cannot scale out",
        _NODES,
        old='"max_size": group.max_size,',
        new='"max_size": group.min_size,',
    ),
    Mutation(
        "node-group-multiple-zones",
        "staging",
        "All nodes are in the first availability zone",
        _NODES,
        old="            subnet_ids=args.subnet_ids,\n",
        new="            subnet_ids=args.subnet_ids[:1],\n",
    ),
    Mutation(
        "table-on-demand-or-autoscaling",
        "development",
        "Tables have a fixed capacity",
        "components/data/table.py",
        old='            billing_mode="PAY_PER_REQUEST",\n',
        new='            billing_mode="PROVISIONED",\n'
        "            read_capacity=5,\n            write_capacity=5,\n",
    ),
)
