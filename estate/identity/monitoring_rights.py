"""The read rights of engineers: metrics, alarms, logs, traces and IAM policies."""

from estate.arns import all_resources, global_arn, regional
from estate.identity.rights import PolicyStatement

_LOG_GROUPS = (
    # The ARN of a log stream is the ARN of its log group with a suffix (Amazon CloudWatch Logs
    # User Guide, "Resources and operations").
    "log-group:/aws/eks/{cluster}/cluster",
    "log-group:/aws/eks/{cluster}/cluster:*",
    "log-group:/vpc/{cluster}/*",
    "log-group:/aws/lambda/*-{environment}*",
)

_METRICS = (
    PolicyStatement(
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
        all_resources("Amazon CloudWatch"),
    ),
    # Listing alarms cannot be limited to some alarms of the account.
    PolicyStatement(
        "FindsAlarms", ("cloudwatch:DescribeAlarms",), regional("cloudwatch", "alarm:*")
    ),
    PolicyStatement(
        "SeesWhenAlarmsRang",
        ("cloudwatch:DescribeAlarmHistory",),
        regional("cloudwatch", "alarm:*-{environment}*"),
    ),
    PolicyStatement(
        "SeesDashboards",
        ("cloudwatch:GetDashboard",),
        global_arn("cloudwatch", "dashboard/*-{environment}*"),
    ),
    PolicyStatement(
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
        all_resources("Amazon EC2 Auto Scaling"),
    ),
)

_LOGS = (
    # Not logs:DescribeQueries, which would show queries of others on other log groups.
    PolicyStatement(
        "FindsLogs",
        ("logs:DescribeLogGroups", "logs:StopLiveTail", "logs:StopQuery"),
        all_resources("Amazon CloudWatch Logs"),
    ),
    PolicyStatement(
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
    PolicyStatement(
        "GroupsTraces",
        ("xray:CreateGroup", "xray:UpdateGroup"),
        regional("xray", "group/*-{environment}/*"),
    ),
)

_WHO_MAY_WHAT = (
    PolicyStatement(
        "FindsPeopleAndRights",
        ("iam:ListGroups", "iam:ListPolicies", "iam:ListRoles", "iam:ListUsers"),
        all_resources("AWS Identity and Access Management (IAM)"),
    ),
    # IAM users belong to no environment.
    PolicyStatement(
        "SeesWhoIsInWhichGroup",
        ("iam:GetUser", "iam:ListGroupsForUser", "iam:ListUserPolicies"),
        global_arn("iam", "user/*"),
    ),
    PolicyStatement(
        "SeesWhatGroupsMay",
        ("iam:GetGroup", "iam:ListAttachedGroupPolicies"),
        global_arn("iam", "group/*-{environment}-access"),
    ),
    PolicyStatement(
        "SeesWhatRolesMay",
        (
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies",
        ),
        global_arn("iam", "role/*-{environment}"),
    ),
    PolicyStatement(
        "SeesPolicies",
        ("iam:GetPolicy", "iam:GetPolicyVersion"),
        global_arn("iam", "policy/*-{environment}"),
    ),
)

MONITORING_RIGHTS = (*_METRICS, *_LOGS, *_TRACES, *_WHO_MAY_WHAT)
