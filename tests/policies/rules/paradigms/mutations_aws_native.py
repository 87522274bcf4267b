"""Mutations that install software instead of using an AWS service, one per rule."""

import base64

from tests.policies.rules.mutation import Mutation

_SCRIPT = base64.b64encode(b"#!/bin/sh\ndnf install -y postgresql16-server\n").decode()
_DESCRIPTION = '            description="Nodes that pods cannot pose as, with an encrypted disk",\n'

MUTATIONS = (
    Mutation(
        "no-self-managed-service-in-containers",
        "staging",
        "Each node runs Redis",
        "components/cluster/xray.py",
        old='_IMAGE = "public.ecr.aws/xray/aws-xray-daemon"',
        new='_IMAGE = "public.ecr.aws/docker/library/redis"',
    ),
    Mutation(
        "no-self-managed-service-in-charts",
        "staging",
        "A Helm chart installs PostgreSQL",
        "components/cluster/controllers.py",
        old="            chart=name,\n",
        new='            chart="postgresql",\n',
    ),
    Mutation(
        "no-self-managed-service-on-instances",
        "staging",
        "The user data of nodes installs PostgreSQL",
        "components/cluster/node_group.py",
        old=_DESCRIPTION,
        new=f'{_DESCRIPTION}            user_data="{_SCRIPT}",\n',
    ),
    Mutation(
        "fully-managed-first",
        "development",
        "The program creates a DocumentDB cluster",
        "__main__.py",
        """
import pulumi_aws as aws

aws.docdb.Cluster(
    "documents",
    cluster_identifier="documents-development",
    engine="docdb",
    master_username="platform",
    manage_master_user_password=True,
    storage_encrypted=True,
    backup_retention_period=35,
    deletion_protection=True,
    enabled_cloudwatch_logs_exports=["audit", "profiler"],
    final_snapshot_identifier="documents-development-last",
    tags={"Owner": "api", "DataClass": "customer"},
    opts=OPTIONS,
)
""",
    ),
)
