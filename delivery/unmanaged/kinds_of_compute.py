"""What runs, what starts it, and what watches it."""

from delivery.unmanaged.kind import Detail, Each, Kind

_CLUSTERS = Each("list_clusters", "clusters", "clusterName")

KINDS = (
    Kind(
        "AWS::EKS::Cluster", "eks", "list_clusters", "clusters", "item", "arn", "createdAt",
        detail=Detail("describe_cluster", "name", "cluster"),
    ),
    Kind(
        "AWS::EKS::Nodegroup", "eks", "list_nodegroups", "nodegroups",
        "join('/', [clusterName, nodegroupName])", "nodegroupArn", "createdAt",
        name="nodegroupName", each=_CLUSTERS,
        detail=Detail("describe_nodegroup", "nodegroupName", "nodegroup"),
    ),
    Kind(
        "AWS::EKS::FargateProfile", "eks", "list_fargate_profiles", "fargateProfileNames",
        "join('|', [clusterName, fargateProfileName])", "fargateProfileArn", "createdAt",
        name="fargateProfileName", each=_CLUSTERS,
        detail=Detail("describe_fargate_profile", "fargateProfileName", "fargateProfile"),
    ),
    Kind(
        "AWS::ECR::Repository", "ecr", "describe_repositories", "repositories", "repositoryName",
        "repositoryArn", "createdAt",
    ),
    Kind(
        "AWS::Lambda::Function", "lambda", "list_functions", "Functions", "FunctionName",
        "FunctionArn",
    ),
    Kind(
        "AWS::StepFunctions::StateMachine", "stepfunctions", "list_state_machines",
        "stateMachines", "stateMachineArn", "stateMachineArn", "creationDate", name="name",
    ),
    Kind(
        "AWS::StepFunctions::Activity", "stepfunctions", "list_activities", "activities",
        "activityArn", "activityArn", "creationDate", name="name",
    ),
    Kind(
        "AWS::CodeBuild::Project", "codebuild", "list_projects", "projects", "name", "arn",
        "created",
        detail=Detail("batch_get_projects", "names", "projects[0]", many=True),
    ),
    Kind(
        "AWS::Events::Rule", "events", "list_rules",
        # The others belong to another service, such as Step Functions.
        "Rules[?!ManagedBy]", "Name", "Arn",
        each=Each("list_event_buses", "EventBuses[].Name", "EventBusName"),
    ),
    Kind(
        "AWS::CloudWatch::Alarm", "cloudwatch", "describe_alarms",
        "[MetricAlarms, CompositeAlarms][] | [?AlarmName]", "AlarmName", "AlarmArn",
        # Without it, CloudWatch omits composite alarms:
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
        parameters={"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]},
    ),
    Kind(
        "AWS::Synthetics::Canary", "synthetics", "describe_canaries", "Canaries", "Name",
        "arn:aws:synthetics:{region}:{account}:canary:{id}", "Timeline.Created",
        "Timeline.LastStarted",
    ),
    Kind(
        "AWS::CloudTrail::Trail", "cloudtrail", "list_trails", "Trails", "Name", "TrailARN",
    ),
    Kind(
        "AWS::Budgets::Budget", "budgets", "describe_budgets", "Budgets", "BudgetName",
        "arn:aws:budgets::{account}:budget/{id}", parameters={"AccountId": "{account}"},
    ),
    Kind(
        "AWS::CloudFormation::Stack", "cloudformation", "describe_stacks", "Stacks", "StackName",
        "StackId", "CreationTime",
    ),
)  # fmt: skip
"""The kinds of EKS, Lambda, Step Functions, CodeBuild, monitoring and CloudFormation."""
