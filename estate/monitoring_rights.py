"""What engineers look at in their environment: metrics, alarms, logs, traces, and who may what."""

from estate.arns import anything, regional, worldwide
from estate.rights import Right

_LOG_GROUPS = (
    # Of a group that is named to the letter, streams have the group's ARN and more (CloudWatch
    # Logs guide, "Resources and operations").
    "log-group:/aws/eks/{cluster}/cluster",
    "log-group:/aws/eks/{cluster}/cluster:*",
    "log-group:/vpc/{cluster}/*",
    "log-group:/aws/lambda/*-{environment}*",
)

_METRICS = (
    Right(
        "SeesMetrics",
        (
            "cloudwatch:DescribeAlarmsForMetric",
            "cloudwatch:DescribeAnomalyDetectors",
            "cloudwatch:GetMetricData",
            "cloudwatch:GetMetricStatistics",
            "cloudwatch:GetMetricWidgetImage",
            "cloudwatch:ListDashboards",
            "cloudwatch:ListMetrics",
        ),
        anything("Amazon CloudWatch"),
    ),
    # A list is of all alarms of the account, or refused.
    Right("FindsAlarms", ("cloudwatch:DescribeAlarms",), regional("cloudwatch", "alarm:*")),
    Right(
        "SeesWhenAlarmsRang",
        ("cloudwatch:DescribeAlarmHistory",),
        regional("cloudwatch", "alarm:*-{environment}*"),
    ),
    Right(
        "SeesDashboards",
        ("cloudwatch:GetDashboard",),
        worldwide("cloudwatch", "dashboard/*-{environment}*"),
    ),
    Right(
        "SeesHowNodesScale",
        (
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribeAutoScalingInstances",
            "autoscaling:DescribeInstanceRefreshes",
            "autoscaling:DescribeLifecycleHooks",
            "autoscaling:DescribePolicies",
            "autoscaling:DescribeScalingActivities",
            "autoscaling:DescribeTags",
        ),
        anything("Amazon EC2 Auto Scaling"),
    ),
)

_LOGS = (
    # Without logs:DescribeQueries, which would show what others asked of other logs.
    Right(
        "FindsLogs",
        ("logs:DescribeLogGroups", "logs:StopLiveTail", "logs:StopQuery"),
        anything("Amazon CloudWatch Logs"),
    ),
    Right(
        "ReadsLogs",
        (
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "logs:GetLogGroupFields",
            "logs:GetLogRecord",
            "logs:GetQueryResults",
            "logs:StartLiveTail",
            "logs:StartQuery",
        ),
        regional("logs", *_LOG_GROUPS),
    ),
)

_TRACES = (
    Right(
        "GroupsTraces",
        ("xray:CreateGroup", "xray:UpdateGroup"),
        regional("xray", "group/*-{environment}/*"),
    ),
)

_WHO_MAY_WHAT = (
    Right(
        "FindsPeopleAndRights",
        ("iam:ListGroups", "iam:ListPolicies", "iam:ListRoles", "iam:ListUsers"),
        anything("AWS Identity and Access Management (IAM)"),
    ),
    # People belong to no environment.
    Right(
        "SeesWhoIsInWhichGroup",
        ("iam:GetUser", "iam:ListGroupsForUser", "iam:ListUserPolicies"),
        worldwide("iam", "user/*"),
    ),
    Right(
        "SeesWhatGroupsMay",
        ("iam:GetGroup", "iam:ListAttachedGroupPolicies"),
        worldwide("iam", "group/*-{environment}-access"),
    ),
    Right(
        "SeesWhatRolesMay",
        (
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies",
        ),
        worldwide("iam", "role/*-{environment}"),
    ),
    Right(
        "SeesPolicies",
        ("iam:GetPolicy", "iam:GetPolicyVersion"),
        worldwide("iam", "policy/*-{environment}"),
    ),
)

MONITORING_RIGHTS = (*_METRICS, *_LOGS, *_TRACES, *_WHO_MAY_WHAT)
