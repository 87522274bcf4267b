"""Amazon EC2: networks, launch templates and the defaults of a region."""

from simulator.plugins.aws.services.ec2 import (
    addresses,
    flow_logs,
    launch_templates,
    region_defaults,
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
    *region_defaults.RESOURCE_TYPES,
    *routes.RESOURCE_TYPES,
    *security_group_rules.RESOURCE_TYPES,
    *security_groups.RESOURCE_TYPES,
    *tags.RESOURCE_TYPES,
    *vpc_endpoints.RESOURCE_TYPES,
    *vpcs.RESOURCE_TYPES,
)
