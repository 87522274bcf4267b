"""Samples of managed services: caches, user pools, load balancers, certificates and zones."""

from tests.simulator.samples.sample import Sample

_TAGS = {"a": "1", "b": "1"}
_LESS = {"a": "2"}

_PROOF = "_bfabc37432958b063360d3ad6461c9c4.example.org"

SAMPLES = {
    "cache_subnets": Sample(
        "aws:elasticache/subnetGroup:SubnetGroup",
        {"name": "caches", "subnetIds": ["{subnet}"], "tags": _TAGS},
        {"tags": _LESS},
        {"name": "other"},
    ),
    "cache": Sample(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        {
            "replicationGroupId": "redis",
            "description": "one",
            "engine": "redis",
            "engineVersion": "7.1",
            "nodeType": "cache.t3.micro",
            "numCacheClusters": 2,
            "automaticFailoverEnabled": True,
            "multiAzEnabled": True,
            "atRestEncryptionEnabled": True,
            "transitEncryptionEnabled": True,
            "authToken": "a-token-of-sixteen",
            "authTokenUpdateStrategy": "ROTATE",
            "autoMinorVersionUpgrade": True,
            "port": 6379,
            "subnetGroupName": "{cache_subnets}",
            "securityGroupIds": ["{security_group}"],
            "maintenanceWindow": "sun:04:00-sun:05:00",
            "snapshotRetentionLimit": 1,
            "tags": _TAGS,
        },
        {
            "description": "two",
            "nodeType": "cache.t3.small",
            "authToken": "another-of-sixteen",
            "maintenanceWindow": "mon:04:00-mon:05:00",
            "multiAzEnabled": False,
            "snapshotRetentionLimit": 2,
            "tags": _LESS,
        },
        {"replicationGroupId": "other", "atRestEncryptionEnabled": False, "port": 6380},
    ),
    "users": Sample(
        "aws:cognito/userPool:UserPool",
        {
            "name": "users",
            "usernameAttributes": ["email"],
            "usernameConfiguration": {"caseSensitive": True},
            "autoVerifiedAttributes": ["email"],
            "schemas": [
                {
                    "name": "institution",
                    "attributeDataType": "String",
                    "mutable": True,
                    "stringAttributeConstraints": {"minLength": "0", "maxLength": "256"},
                }
            ],
            "mfaConfiguration": "OPTIONAL",
            "softwareTokenMfaConfiguration": {"enabled": True},
            "smsConfiguration": {
                "externalId": "ours",
                "snsCallerArn": "arn:aws:iam::242905224710:role/sms",
            },
            "passwordPolicy": {"minimumLength": 12, "requireNumbers": True},
            "accountRecoverySetting": {
                "recoveryMechanisms": [{"name": "verified_email", "priority": 1}]
            },
            "userAttributeUpdateSettings": {
                "attributesRequireVerificationBeforeUpdates": ["email"]
            },
            "deletionProtection": "ACTIVE",
            "tags": _TAGS,
        },
        {
            "deletionProtection": "INACTIVE",
            "mfaConfiguration": "ON",
            "passwordPolicy": {"minimumLength": 14, "requireNumbers": True},
            "tags": _LESS,
        },
        {"usernameAttributes": ["phone_number"], "usernameConfiguration": {"caseSensitive": False}},
    ),
    "client": Sample(
        "aws:cognito/userPoolClient:UserPoolClient",
        {
            "name": "pages",
            "userPoolId": "{users}",
            "generateSecret": False,
            "allowedOauthFlows": ["code"],
            "allowedOauthFlowsUserPoolClient": True,
            "allowedOauthScopes": ["email", "openid"],
            "callbackUrls": ["https://example.org/in"],
            "logoutUrls": ["https://example.org/out"],
            "supportedIdentityProviders": ["COGNITO"],
            "explicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "preventUserExistenceErrors": "ENABLED",
            "refreshTokenValidity": 30,
            "tokenValidityUnits": {"refreshToken": "days"},
        },
        {"callbackUrls": ["https://example.org/else"], "refreshTokenValidity": 7},
        {"userPoolId": "other", "generateSecret": True},
    ),
    "user_domain": Sample(
        "aws:cognito/userPoolDomain:UserPoolDomain",
        {"domain": "ours", "userPoolId": "{users}"},
        {},
        {"domain": "other"},
    ),
    "identities": Sample(
        "aws:cognito/identityPool:IdentityPool",
        {
            "identityPoolName": "pages",
            "allowUnauthenticatedIdentities": False,
            "allowClassicFlow": False,
            "cognitoIdentityProviders": [
                {"clientId": "c", "providerName": "p", "serverSideTokenCheck": True}
            ],
            "tags": _TAGS,
        },
        {"allowUnauthenticatedIdentities": True, "tags": _LESS},
        {"developerProviderName": "ours", "identityPoolName": "other"},
    ),
    "identity_roles": Sample(
        "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
        {
            "identityPoolId": "{identities}",
            "roles": {"authenticated": "arn:aws:iam::242905224710:role/a"},
        },
        {},
        {"identityPoolId": "other", "roles": {"authenticated": "arn:aws:iam::242905224710:role/b"}},
    ),
    "load_balancer": Sample(
        "aws:lb/loadBalancer:LoadBalancer",
        {
            "name": "edge",
            "internal": False,
            "loadBalancerType": "application",
            "subnets": ["{subnet}"],
            "securityGroups": ["{security_group}"],
            "accessLogs": {"bucket": "{bucket}", "enabled": True},
            "enableDeletionProtection": True,
            "dropInvalidHeaderFields": True,
            "enableHttp2": True,
            "idleTimeout": 60,
            "tags": _TAGS,
        },
        {
            "accessLogs": {"bucket": "{bucket}", "enabled": False},
            "enableDeletionProtection": False,
            "idleTimeout": 90,
            "securityGroups": ["{other_group}"],
            "tags": _LESS,
        },
        {"name": "other", "internal": True},
    ),
    "certificate": Sample(
        "aws:acm/certificate:Certificate",
        {
            "domainName": "example.org",
            "subjectAlternativeNames": ["*.example.org"],
            "validationMethod": "DNS",
            "tags": _TAGS,
        },
        {"tags": _LESS},
        {"domainName": "example.com", "subjectAlternativeNames": ["*.example.com"]},
    ),
    "issued": Sample(
        "aws:acm/certificateValidation:CertificateValidation",
        {"certificateArn": "{certificate}", "validationRecordFqdns": [_PROOF]},
        {},
        {"certificateArn": "other", "validationRecordFqdns": ["_b.example.org"]},
        after=("proof",),
    ),
    "zone": Sample(
        "aws:route53/zone:Zone",
        {"name": "example.org", "tags": _TAGS},
        {"comment": "ours", "tags": _LESS},
        {"name": "example.com"},
    ),
    "record": Sample(
        "aws:route53/record:Record",
        {
            "zoneId": "{zone}",
            "name": "_proof.example.org.",
            "type": "CNAME",
            "records": ["_words.example.net"],
            "ttl": 300,
        },
        {"records": ["_other.example.net"], "ttl": 60},
        {"name": "else.example.org"},
    ),
    "alias_record": Sample(
        "aws:route53/record:Record",
        {
            "zoneId": "{zone}",
            "name": "*.example.org",
            "type": "A",
            "aliases": [{"name": "one.elb", "zoneId": "Z1", "evaluateTargetHealth": True}],
        },
        {"aliases": [{"name": "two.elb", "zoneId": "Z1", "evaluateTargetHealth": True}]},
        {"name": "else.example.org"},
    ),
}

HELPERS = {
    "proof": Sample(
        "aws:route53/record:Record",
        {
            "zoneId": "{zone}",
            "name": f"{_PROOF}.",
            "type": "CNAME",
            "records": ["_735ae7f8edd46592a5e0f01452b2e4b5.acm-validations.aws."],
            "ttl": 300,
        },
    ),
}
"""The record that proves the sample certificate, with the values of the simulated ACM."""
