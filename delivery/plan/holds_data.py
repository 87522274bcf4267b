"""Resource types with data that another deployment cannot restore."""

from collections.abc import Mapping

from delivery.plan.change import Change, Op

DATA: Mapping[str, str] = {
    "aws:backup/vault:Vault": "all backups in it",
    "aws:cognito/identityPool:IdentityPool": "all user ids, on which the paths of uploads depend",
    "aws:cognito/userPool:UserPool": "all users with their passwords",
    "aws:docdb/cluster:Cluster": "all documents in it",
    "aws:dynamodb/table:Table": "all records of the table",
    "aws:ebs/snapshot:Snapshot": "the snapshot",
    "aws:ebs/volume:Volume": "all files of the volume",
    "aws:ecr/repository:Repository": "all images in it",
    "aws:efs/fileSystem:FileSystem": "all files in it",
    "aws:eks/cluster:Cluster": "all objects of the cluster, and the volumes of its pods",
    "aws:elasticache/replicationGroup:ReplicationGroup": "all cached data, including sessions",
    "aws:kms/key:Key": "all data encrypted with the key",
    "aws:kinesis/stream:Stream": "records not yet read",
    "aws:rds/cluster:Cluster": "all databases of the cluster",
    "aws:rds/instance:Instance": "all databases of the instance",
    "aws:s3/bucket:Bucket": "all objects of the bucket, including old versions",
    "aws:secretsmanager/secret:Secret": "the secret's value",
    "aws:cloudwatch/logGroup:LogGroup": "all logs in it",
    "aws:sqs/queue:Queue": "messages not yet received",
    "kubernetes:core/v1:Namespace": "all objects in the namespace",
    "kubernetes:core/v1:PersistentVolume": "all files of the volume",
    "kubernetes:core/v1:PersistentVolumeClaim": "all files of the volume",
}
"""The data that is lost with a resource of each type."""

_LOSE = (Op.DELETE, Op.REPLACE)


def holds_data(change: Change) -> bool:
    """Returns whether the resource holds data."""
    return change.type in DATA


def lost_data(change: Change) -> str | None:
    """Returns a description of the data that a change loses, or None.

    AWS keeps a resource with `retainOnDelete`, and its data.
    """
    kept = change.old is not None and change.old.retained
    return DATA.get(change.type) if change.op in _LOSE and not kept else None


def fate_of_data(change: Change) -> str | None:
    """Returns what happens to the data of a deleted or replaced resource, or None."""
    if change.op not in _LOSE or change.type not in DATA:
        return None
    fate = "would be lost" if lost_data(change) else "would remain in AWS, no longer managed"
    return f"{DATA[change.type]} {fate}"
