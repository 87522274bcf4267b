"""The permissions of the runners' service roles, which are also those of any job on a runner."""

from components.identity.resource_policies import Document, document
from estate.account.runners import Runner
from settings import AccountSettings


def runner_policy(
    runner: Runner, settings: AccountSettings, connection: str, subnet_arn: str, group_arn: str
) -> Document:
    """Returns what CodeBuild needs to log, to use the network, and to use the connection.

    It contains no `sts:AssumeRole`: a job gets its rights with the OIDC token of GitHub.
    https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
    https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html
    https://docs.aws.amazon.com/codebuild/latest/userguide/connections-github-app.html
    """
    where = f"{settings.region}:{settings.account_id}"
    interfaces = f"arn:aws:ec2:{where}:network-interface/*"
    within = {"ArnEquals": {"ec2:Subnet": subnet_arn}}
    return document(
        {
            "Sid": "Logs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": f"arn:aws:logs:{where}:log-group:{runner.log_group}:*",
        },
        {
            "Sid": "FindsItsNetwork",
            "Effect": "Allow",
            "Action": [
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
            ],
            # These actions support no resource types.
            "Resource": "*",
        },
        {
            "Sid": "EntersItsSubnet",
            "Effect": "Allow",
            "Action": "ec2:CreateNetworkInterface",
            "Resource": [group_arn, subnet_arn, interfaces],
        },
        {
            "Sid": "LeavesItsSubnet",
            "Effect": "Allow",
            "Action": "ec2:DeleteNetworkInterface",
            "Resource": interfaces,
            "Condition": within,
        },
        {
            "Sid": "LetsCodeBuildUseItsInterfaces",
            "Effect": "Allow",
            "Action": "ec2:CreateNetworkInterfacePermission",
            "Resource": interfaces,
            "Condition": {
                "StringEquals": {"ec2:AuthorizedService": "codebuild.amazonaws.com"},
                **within,
            },
        },
        {
            "Sid": "UsesTheConnection",
            "Effect": "Allow",
            "Action": ["codeconnections:GetConnection", "codeconnections:GetConnectionToken"],
            "Resource": connection,
        },
    )
