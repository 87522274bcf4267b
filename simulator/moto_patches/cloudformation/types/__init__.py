"""The types of resources that templates may have."""

from collections.abc import Mapping

from simulator.moto_patches.cloudformation.resource_type import ResourceType
from simulator.moto_patches.cloudformation.types.access import ACCESS
from simulator.moto_patches.cloudformation.types.clusters import CLUSTERS
from simulator.moto_patches.cloudformation.types.data import DATA
from simulator.moto_patches.cloudformation.types.edge import EDGE
from simulator.moto_patches.cloudformation.types.messaging import MESSAGING
from simulator.moto_patches.cloudformation.types.monitoring import MONITORING
from simulator.moto_patches.cloudformation.types.network import NETWORK
from simulator.moto_patches.cloudformation.types.sign_in import SIGN_IN
from simulator.moto_patches.cloudformation.types.stacks import STACKS

TYPES: Mapping[str, ResourceType] = {
    **ACCESS,
    **CLUSTERS,
    **DATA,
    **EDGE,
    **MESSAGING,
    **MONITORING,
    **NETWORK,
    **SIGN_IN,
    **STACKS,
}
"""The supported types by name.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""
