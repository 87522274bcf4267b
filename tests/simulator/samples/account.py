"""Samples of account-wide types: groups, repositories, security defaults and secrets."""

import json

from tests.simulator.samples.sample import Sample, document, policy

_TAGS = {"a": "1", "b": "1"}
_LESS = {"a": "2"}
_PULL = "arn:aws:iam::111111111111:root"
_ARN = "arn:aws:iam::242905224710:policy/limit"


def _forgets(days: int) -> str:
    untagged = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days"}
    rule = {"rulePriority": 1, "selection": {**untagged, "countNumber": days}}
    return json.dumps({"rules": [{**rule, "action": {"type": "expire"}}]})


SAMPLES = {
    "group": Sample(
        "aws:iam/group:Group", {"name": "engineers"}, {"name": "writers", "path": "/people/"}
    ),
    "group_attachment": Sample(
        "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        {"group": "{group}", "policyArn": "arn:aws:iam::aws:policy/AWSXrayReadOnlyAccess"},
        {},
        {"group": "other", "policyArn": "arn:aws:iam::aws:policy/AmazonRoute53ReadOnlyAccess"},
    ),
    "membership": Sample(
        "aws:iam/groupMembership:GroupMembership",
        {"name": "engineers", "group": "{group}", "users": ["ada", "grace"]},
        {"users": ["hedy", "grace"]},
        {"name": "writers", "group": "other"},
    ),
    "password_policy": Sample(
        "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
        {
            "minimumPasswordLength": 14,
            "passwordReusePrevention": 24,
            "requireLowercaseCharacters": True,
            "requireNumbers": True,
            "requireSymbols": True,
            "requireUppercaseCharacters": True,
        },
        {"allowUsersToChangePassword": False, "maxPasswordAge": 90, "requireSymbols": False},
        {},
    ),
    "bounded_role": Sample(
        "aws:iam/role:Role",
        {
            "name": "bounded",
            "assumeRolePolicy": document(
                Effect="Allow", Principal={"Service": "ec2.amazonaws.com"}, Action="sts:AssumeRole"
            ),
            "permissionsBoundary": _ARN,
        },
        {"permissionsBoundary": None},
        {"name": "other"},
    ),
    "github": Sample(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        {
            "url": "https://token.actions.githubusercontent.com",
            "clientIdLists": ["sts.amazonaws.com"],
            "tags": _TAGS,
        },
        {"tags": _LESS},
        {"url": "https://token.actions.example.org"},
    ),
    "repository": Sample(
        "aws:ecr/repository:Repository",
        {
            "name": "worker",
            "encryptionConfigurations": [{"encryptionType": "KMS"}],
            "imageScanningConfiguration": {"scanOnPush": True},
            "imageTagMutability": "IMMUTABLE",
            "tags": _TAGS,
        },
        {
            "forceDelete": True,
            "imageScanningConfiguration": {"scanOnPush": False},
            "imageTagMutability": "MUTABLE",
            "tags": _LESS,
        },
        {"name": "ui", "encryptionConfigurations": [{"encryptionType": "AES256"}]},
    ),
    "lifecycle_of_images": Sample(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        {"repository": "{repository}", "policy": _forgets(7)},
        {},
        {"policy": _forgets(14), "repository": "ui"},
    ),
    "repository_policy": Sample(
        "aws:ecr/repositoryPolicy:RepositoryPolicy",
        {
            "repository": "{repository}",
            "policy": document(
                Sid="others", Effect="Allow", Principal={"AWS": _PULL}, Action="ecr:BatchGetImage"
            ),
        },
        {"policy": policy("*", "ecr:PutImage")},
        {"repository": "ui"},
    ),
    "encryption_of_volumes": Sample(
        "aws:ebs/encryptionByDefault:EncryptionByDefault",
        {},
        {"enabled": False},
        {"region": "eu-central-1"},
    ),
    "metadata_defaults": Sample(
        "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
        {"httpTokens": "required", "httpPutResponseHopLimit": 1},
        {"httpPutResponseHopLimit": 2, "instanceMetadataTags": "enabled"},
        {"region": "eu-central-1"},
    ),
    "secret": Sample(
        "aws:secretsmanager/secret:Secret",
        {
            "name": "mail",
            "description": "one",
            "policy": policy("*", "secretsmanager:RotateSecret"),
            "recoveryWindowInDays": 0,
            "tags": _TAGS,
        },
        {
            "description": "two",
            "policy": policy("*", "secretsmanager:StopReplicationToReplica"),
            "tags": _LESS,
        },
        {"name": "post"},
    ),
    "secret_version": Sample(
        "aws:secretsmanager/secretVersion:SecretVersion",
        {"secretId": "{secret}", "secretString": "quiet"},
        {},
        {"secretId": "other", "secretString": "loud"},
    ),
    "binary_secret_version": Sample(
        "aws:secretsmanager/secretVersion:SecretVersion",
        {"secretId": "{secret}", "secretBinary": "cXVpZXQ="},
        {},
        {"secretBinary": "bG91ZA=="},
    ),
}
