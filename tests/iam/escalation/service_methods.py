"""Ways to gain rights by services: passed roles, taken computers and opened resources, as data."""

from tests.iam.escalation.methods import Gain, Method, _each

_PASSES = {
    "apprunner:CreateService": "tasks.apprunner",
    "backup:StartRestoreJob": "backup",
    "batch:RegisterJobDefinition": "ecs-tasks",
    "cloudformation:CreateStack": "cloudformation",
    "cloudformation:CreateStackSet": "cloudformation",
    "codebuild:CreateProject": "codebuild",
    "codepipeline:CreatePipeline": "codepipeline",
    "codestar:CreateProject": "codestar",
    "config:PutRemediationConfigurations": "ssm",
    "datapipeline:CreatePipeline": "datapipeline",
    "datasync:CreateLocationS3": "datasync",
    "dms:CreateReplicationTask": "dms",
    "ec2:RequestSpotInstances": "ec2",
    "ec2:RunInstances": "ec2",
    "ecs:RegisterTaskDefinition": "ecs-tasks",
    "eks:CreateAddon": "eks",
    "eks:CreateCluster": "eks",
    "eks:CreateFargateProfile": "eks-fargate-pods",
    "eks:CreateNodegroup": "ec2",
    "eks:CreatePodIdentityAssociation": "pods.eks",
    "elasticmapreduce:RunJobFlow": "elasticmapreduce",
    "events:PutTargets": "events",
    "firehose:CreateDeliveryStream": "firehose",
    "glue:CreateDevEndpoint": "glue",
    "glue:CreateJob": "glue",
    "iot:CreateTopicRule": "iot",
    "lambda:CreateFunction": "lambda",
    "lambda:UpdateFunctionConfiguration": "lambda",
    "pipes:CreatePipe": "pipes",
    "s3:CreateJob": "batchoperations.s3",
    "s3:PutReplicationConfiguration": "s3",
    "sagemaker:CreateNotebookInstance": "sagemaker",
    "sagemaker:CreateProcessingJob": "sagemaker",
    "sagemaker:CreateTrainingJob": "sagemaker",
    "scheduler:CreateSchedule": "scheduler",
    "servicecatalog:CreateConstraint": "servicecatalog",
    "ssm:StartAutomationExecution": "ssm",
    "states:CreateStateMachine": "states",
    "synthetics:CreateCanary": "synthetics",
    "transfer:CreateServer": "transfer",
    "cognito-identity:SetIdentityPoolRoles": "cognito-identity",
}
"""The actions that give a service a role, and the service; a new resource gets the role."""

_TAKEN = {
    "autoscaling:autoScalingGroup": "UpdateAutoScalingGroup DeleteAutoScalingGroup",
    "bedrock-agentcore:code-interpreter-custom": "InvokeCodeInterpreter",
    "cloudformation:stack": "UpdateStack CreateChangeSet ExecuteChangeSet SetStackPolicy",
    "cloudformation:stackset": "UpdateStackSet CreateStackInstances",
    "codebuild:project": "CreateWebhook StartBuild StartBuildBatch UpdateProject DeleteProject",
    "ec2:instance": "ModifyInstanceAttribute CreateReplaceRootVolumeTask TerminateInstances"
    " AssociateIamInstanceProfile ec2-instance-connect:SendSSHPublicKey"
    " ec2-instance-connect:SendSerialConsoleSSHPublicKey ssm:SendCommand ssm:StartSession",
    "ec2:launch-template": "CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate",
    "ecs:task": "ExecuteCommand",
    "eks:access-entry": "AssociateAccessPolicy UpdateAccessEntry DeleteAccessEntry",
    "eks:cluster": "CreateAccessEntry CreateAddon CreateFargateProfile CreateNodegroup"
    " CreatePodIdentityAssociation AssociateIdentityProviderConfig UpdateClusterConfig"
    " DeleteCluster",
    "glue:devendpoint": "UpdateDevEndpoint",
    "glue:job": "UpdateJob StartJobRun",
    "lambda:function": "UpdateFunctionCode UpdateFunctionConfiguration AddPermission"
    " InvokeFunction",
    "sagemaker:notebook-instance": "CreatePresignedNotebookInstanceUrl UpdateNotebookInstance",
    "ssm:automation-definition": "StartAutomationExecution",
    "states:statemachine": "UpdateStateMachine StartExecution",
    "synthetics:canary": "UpdateCanary StartCanary",
}
"""Actions that run code where a role is already, or that stop it, by kind of resource."""

_OPENED = {
    "backup:backupVault": "PutBackupVaultAccessPolicy DeleteBackupVault",
    "backup:recoveryPoint": "DeleteRecoveryPoint UpdateRecoveryPointLifecycle",
    "cloudtrail:trail": "DeleteTrail PutEventSelectors StopLogging UpdateTrail",
    "codeconnections:Connection": "PassConnection UseConnection DeleteConnection",
    "cognito-idp:userpool": "AdminSetUserPassword DeleteUserPool UpdateUserPool",
    "dynamodb:table": "DeleteTable PutItem PutResourcePolicy Scan TagResource",
    "ec2:route-table": "CreateRoute CreateTags DeleteTags",
    "ec2:security-group": "AuthorizeSecurityGroupIngress CreateTags DeleteSecurityGroup",
    "ec2:subnet": "CreateNetworkInterface DeleteSubnet DeleteTags RunInstances",
    "ec2:vpc": "CreateVpcPeeringConnection DeleteTags DeleteVpc",
    "ecr:repository": "BatchDeleteImage DeleteRepository PutImage SetRepositoryPolicy TagResource",
    "kms:key": "CreateGrant PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource",
    "kms:key/secrets": "kms:Decrypt",
    "s3:bucket": "DeleteBucketPolicy PutBucketAcl PutBucketPolicy PutBucketVersioning"
    " PutEncryptionConfiguration PutInventoryConfiguration PutLifecycleConfiguration"
    " PutReplicationConfiguration",
    "s3:object": "DeleteObjectVersion GetObject PutObject PutObjectAcl",
    "secretsmanager:Secret": "GetSecretValue PutResourcePolicy PutSecretValue",
    "sns:topic": "AddPermission Publish SetTopicAttributes Subscribe",
    "sqs:queue": "AddPermission ReceiveMessage SendMessage SetQueueAttributes",
}
"""Actions that change, read or open a resource with data, by kind of resource."""


SERVICE_METHODS = (
    *(
        Method(f"pass a role, {action}", "iam:role", ("iam:PassRole", action), Gain.PRINCIPAL,
               receiver=f"{service}.amazonaws.com")
        for action, service in _PASSES.items()
    ),
    *(one for kind, actions in _TAKEN.items() for one in _each(kind, actions, Gain.PRINCIPAL)),
    *(one for kind, actions in _OPENED.items() for one in _each(kind, actions)),
)  # fmt: skip
