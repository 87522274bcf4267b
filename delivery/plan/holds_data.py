"""Which resources hold what cannot be made again by deploying them anew."""

from collections.abc import Mapping

from delivery.plan.change import Change, Op

DATA: Mapping[str, str] = {
    "aws:backup/vault:Vault": "all backups in it",
    "aws:cognito/identityPool:IdentityPool": "all users' ids, under which their uploads lie",
    "aws:cognito/userPool:UserPool": "all its users with their passwords",
    "aws:docdb/cluster:Cluster": "all documents in it",
    "aws:dynamodb/table:Table": "all records of the table",
    "aws:ebs/snapshot:Snapshot": "the snapshot",
    "aws:ebs/volume:Volume": "all files of the volume",
    "aws:ecr/repository:Repository": "all images in it",
    "aws:efs/fileSystem:FileSystem": "all files in it",
    "aws:eks/cluster:Cluster": "all objects of the cluster, and the volumes of its pods",
    "aws:elasticache/replicationGroup:ReplicationGroup": "all that is cached, sessions among it",
    "aws:kms/key:Key": "whatever was encrypted with the key",
    "aws:kinesis/stream:Stream": "records not read yet",
    "aws:rds/cluster:Cluster": "all databases of the cluster",
    "aws:rds/instance:Instance": "all databases of the instance",
    "aws:s3/bucket:Bucket": "all objects of the bucket, old versions too",
    "aws:secretsmanager/secret:Secret": "the secret's value",
    "aws:cloudwatch/logGroup:LogGroup": "all logs in it",
    "aws:sqs/queue:Queue": "messages not received yet",
    "kubernetes:core/v1:Namespace": "all objects in the namespace",
    "kubernetes:core/v1:PersistentVolume": "all files of the volume",
    "kubernetes:core/v1:PersistentVolumeClaim": "all files of the volume",
}
"""What is lost with a resource of each type, in words."""

_LOSE = (Op.DELETE, Op.REPLACE)


def holds_data(change: Change) -> bool:
    """Whether the resource holds something that is nowhere else."""
    return change.type in DATA


def lost_data(change: Change) -> str | None:
    """What a step loses, in words; None where nothing is."""
    return DATA.get(change.type) if change.op in _LOSE else None
