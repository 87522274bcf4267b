"""Types of EKS."""

from collections.abc import Mapping

from simulator.moto_patches.cloudformation.resource_type import Operation, ResourceType

_NODE_GROUP = {"clusterName": "ClusterName", "nodegroupName": "NodegroupName"}


CLUSTERS: Mapping[str, ResourceType] = {
    "AWS::EKS::Cluster": ResourceType(
        service="eks",
        create="create_cluster",
        id="cluster.name",
        name="Name",
        read=Operation("describe_cluster", {"name": "Id"}),
        ready="cluster.status == 'ACTIVE'",
        attributes={
            "Arn": "cluster.arn",
            "CertificateAuthorityData": "cluster.certificateAuthority.data",
            "ClusterSecurityGroupId": "cluster.resourcesVpcConfig.clusterSecurityGroupId",
            "Endpoint": "cluster.endpoint",
            "OpenIdConnectIssuerUrl": "cluster.identity.oidc.issuer",
        },
        delete=Operation("delete_cluster", {"name": "Id"}),
    ),
    "AWS::EKS::Nodegroup": ResourceType(
        service="eks",
        create="create_nodegroup",
        id="join('/', [ClusterName, NodegroupName])",
        name="NodegroupName",
        read=Operation("describe_nodegroup", _NODE_GROUP),
        ready="nodegroup.status == 'ACTIVE'",
        failed="nodegroup.status == 'CREATE_FAILED'",
        attributes={"Arn": "nodegroup.nodegroupArn"},
        delete=Operation("delete_nodegroup", _NODE_GROUP),
    ),
}
