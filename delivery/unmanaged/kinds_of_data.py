"""Resources that hold data or pass messages on."""

from delivery.unmanaged.kind import Detail, Kind

KINDS = (
    Kind(
        "AWS::S3::Bucket", "s3", "list_buckets", "Buckets", "Name", "arn:aws:s3:::{id}",
        "CreationDate",
    ),
    Kind(
        "AWS::DynamoDB::Table", "dynamodb", "list_tables", "TableNames", "item", "TableArn",
        "CreationDateTime",
        detail=Detail("describe_table", "TableName", "Table"),
    ),
    Kind(
        "AWS::SQS::Queue", "sqs", "list_queues", "QueueUrls", "item", "QueueArn",
        "CreatedTimestamp",
        # Without it, SQS returns only the first thousand queues:
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
        parameters={"MaxResults": 1000},
        detail=Detail(
            "get_queue_attributes", "QueueUrl", "Attributes",
            parameters={"AttributeNames": ["QueueArn", "CreatedTimestamp"]},
        ),
    ),
    Kind("AWS::SNS::Topic", "sns", "list_topics", "Topics", "TopicArn", "TopicArn"),
    Kind(
        "AWS::ElastiCache::ReplicationGroup", "elasticache", "describe_replication_groups",
        "ReplicationGroups", "ReplicationGroupId", "ARN", "ReplicationGroupCreateTime",
    ),
    Kind(
        "AWS::ElastiCache::CacheCluster", "elasticache", "describe_cache_clusters",
        # The others are the nodes of a replication group.
        "CacheClusters[?!ReplicationGroupId]", "CacheClusterId", "ARN", "CacheClusterCreateTime",
    ),
    Kind(
        "AWS::RDS::DBCluster", "rds", "describe_db_clusters", "DBClusters", "DBClusterIdentifier",
        "DBClusterArn", "ClusterCreateTime",
    ),
    Kind(
        "AWS::RDS::DBInstance", "rds", "describe_db_instances",
        # The others are the instances of a cluster.
        "DBInstances[?!DBClusterIdentifier]", "DBInstanceIdentifier", "DBInstanceArn",
        "InstanceCreateTime",
    ),
    Kind(
        "AWS::EFS::FileSystem", "efs", "describe_file_systems", "FileSystems", "FileSystemId",
        "FileSystemArn", "CreationTime", unique=True, name="Name",
    ),
    Kind(
        "AWS::SecretsManager::Secret", "secretsmanager", "list_secrets",
        # The others belong to another service, such as the password of a database of RDS:
        # https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html
        "SecretList[?!OwningService]", "ARN", "ARN", "CreatedDate", "LastAccessedDate",
        name="Name",
    ),
    Kind(
        "AWS::Backup::BackupVault", "backup", "list_backup_vaults",
        # AWS Backup makes the vaults `Default` and `aws/efs/automatic-backup-vault`:
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html
        "BackupVaultList[?BackupVaultName != 'Default' && !starts_with(BackupVaultName, 'aws/')]",
        "BackupVaultName", "BackupVaultArn", "CreationDate",
    ),
    Kind(
        "AWS::Backup::BackupPlan", "backup", "list_backup_plans",
        "BackupPlansList[?!starts_with(BackupPlanName, 'aws/')]", "BackupPlanId", "BackupPlanArn",
        "CreationDate", "LastExecutionDate", unique=True, name="BackupPlanName",
    ),
    Kind(
        "AWS::Logs::LogGroup", "logs", "describe_log_groups", "logGroups", "logGroupName",
        "arn:aws:logs:{region}:{account}:log-group:{id}", "creationTime",
    ),
)  # fmt: skip
"""The kinds of S3, databases, queues, caches, secrets, backups and logs."""
