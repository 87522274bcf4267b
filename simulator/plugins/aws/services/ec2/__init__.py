"""Amazon EC2: networks, launch templates and the defaults of instances."""

from simulator.plugins.aws.services.ec2 import (
    addresses,
    flow_logs,
    launch_templates,
    metadata_defaults,
    routes,
    security_group_rules,
    security_groups,
    tags,
    vpc_endpoints,
    vpcs,
)

RESOURCE_TYPES = (
    *addresses.RESOURCE_TYPES,
    *flow_logs.RESOURCE_TYPES,
    *launch_templates.RESOURCE_TYPES,
    *metadata_defaults.RESOURCE_TYPES,
    *routes.RESOURCE_TYPES,
    *security_group_rules.RESOURCE_TYPES,
    *security_groups.RESOURCE_TYPES,
    *tags.RESOURCE_TYPES,
    *vpc_endpoints.RESOURCE_TYPES,
    *vpcs.RESOURCE_TYPES,
)
