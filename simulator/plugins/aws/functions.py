"""Provider functions: queries that a program sends to the account while it runs."""

import re
from base64 import b64decode
from collections.abc import Callable, Mapping

from botocore.exceptions import ClientError

from simulator.plugins.aws.calls import request
from simulator.plugins.aws.resource import Aws
from simulator.plugins.aws.services.data.kms import find_alias, key
from simulator.plugins.aws.services.data.secretsmanager import listed_secrets, random_password
from simulator.plugins.aws.services.edge.route53 import record_sets, zone
from simulator.plugins.aws.services.eks.addons import addon_version
from simulator.plugins.aws.services.eks.compute import node_group
from simulator.plugins.aws.shapes import Props
from simulator.plugins.aws.tagged import tagged_resources
from simulator.plugins.aws.values import as_secret


def _addon_version(aws: Aws, arguments: Props) -> Props:
    addon, kubernetes = arguments["addonName"], arguments["kubernetesVersion"]
    version = addon_version(aws, addon, kubernetes)
    return {**arguments, "id": addon, "region": aws.region, "version": version}


def _caller_identity(aws: Aws, arguments: Props) -> Props:
    identity = aws("sts").get_caller_identity()
    account = identity["Account"]
    return {
        "accountId": account,
        "arn": identity["Arn"],
        "id": account,
        "userId": identity["UserId"],
    }


def _alias(aws: Aws, arguments: Props) -> Props:
    name = arguments["name"]
    found = find_alias(aws, name)
    if found is None:
        raise LookupError(f"reading KMS Alias ({name}): empty result")
    target = aws("kms").describe_key(KeyId=name)["KeyMetadata"]
    return {
        "arn": found["AliasArn"],
        "id": found["AliasArn"],
        "name": name,
        "region": aws.region,
        "targetKeyArn": target["Arn"],
        "targetKeyId": target["KeyId"],
    }


def _organization(aws: Aws, arguments: Props) -> Props:
    try:
        found = aws("organizations").describe_organization()["Organization"]
    except ClientError as error:
        raise LookupError(f"reading Organizations Organization: {error}") from error
    return {
        "arn": found["Arn"],
        "featureSet": found["FeatureSet"],
        "id": found["Id"],
        "masterAccountArn": found["MasterAccountArn"],
        "masterAccountEmail": found["MasterAccountEmail"],
        "masterAccountId": found["MasterAccountId"],
    }


def _group(aws: Aws, arguments: Props) -> Props:
    name = arguments["groupName"]
    try:
        pages = [*aws("iam").get_paginator("get_group").paginate(GroupName=name)]
    except ClientError as error:
        raise LookupError(f"reading IAM Group ({name}): {error}") from error
    group = pages[0]["Group"]
    keys = {"arn": "Arn", "path": "Path", "userId": "UserId", "userName": "UserName"}
    return {
        "arn": group["Arn"],
        "groupId": group["GroupId"],
        "groupName": name,
        "id": group["GroupId"],
        "path": group["Path"],
        "users": [
            {key: user[of] for key, of in keys.items()} for page in pages for user in page["Users"]
        ],
    }


def _eips(aws: Aws, arguments: Props) -> Props:
    tags = {f"tag:{key}": [value] for key, value in (arguments.get("tags") or {}).items()}
    filters = {one["name"]: one["values"] for one in arguments.get("filters") or ()}
    found = aws("ec2").describe_addresses(
        Filters=[{"Name": name, "Values": values} for name, values in (tags | filters).items()]
    )["Addresses"]
    return {
        **arguments,
        "allocationIds": [one["AllocationId"] for one in found],
        "id": aws.region,
        "publicIps": [one["PublicIp"] for one in found],
        "region": aws.region,
    }


def _partition(aws: Aws, arguments: Props) -> Props:
    suffix = "amazonaws.com"
    return {
        "dnsSuffix": suffix,
        "id": "aws",
        "partition": "aws",
        "reverseDnsPrefix": "com.amazonaws",
    }


def _clusters(aws: Aws, arguments: Props) -> Props:
    pages = aws("eks").get_paginator("list_clusters").paginate()
    names = [name for page in pages for name in page["clusters"]]
    return {"id": aws.region, "names": names, "region": aws.region}


def _cluster(aws: Aws, arguments: Props) -> Props:
    name = arguments["name"]
    try:
        found = aws("eks").describe_cluster(name=name)["cluster"]
    except ClientError as error:
        raise LookupError(f"reading EKS Cluster ({name}): {error}") from error
    keys = ("arn", "endpoint", "name", "roleArn", "status", "tags", "version")
    return {**{key: found.get(key) for key in keys}, "id": name, "region": aws.region}


def _subnet(aws: Aws, arguments: Props) -> Props:
    filters = [
        *({"Name": one["name"], "Values": one["values"]} for one in arguments.get("filters") or ()),
        *([{"Name": "subnet-id", "Values": [arguments["id"]]}] if arguments.get("id") else ()),
    ]
    found = aws("ec2").describe_subnets(Filters=filters)["Subnets"]
    if len(found) != 1:
        raise LookupError(f"{len(found) or 'no'} matching EC2 Subnets found")
    return {
        "arn": found[0]["SubnetArn"],
        "availabilityZone": found[0]["AvailabilityZone"],
        "cidrBlock": found[0]["CidrBlock"],
        "id": found[0]["SubnetId"],
        "region": aws.region,
        "vpcId": found[0]["VpcId"],
    }


def _node_groups(aws: Aws, arguments: Props) -> Props:
    cluster = arguments["clusterName"]
    pages = aws("eks").get_paginator("list_nodegroups").paginate(clusterName=cluster)
    names = [name for page in pages for name in page["nodegroups"]]
    return {"clusterName": cluster, "id": cluster, "names": names, "region": aws.region}


def _node_group(aws: Aws, arguments: Props) -> Props:
    id_ = f"{arguments['clusterName']}:{arguments['nodeGroupName']}"
    found = node_group(aws, id_)
    if found is None:
        raise LookupError(f"reading EKS Node Group ({id_}): couldn't find resource")
    lists = {f"{name}s": [found[name]] for name in ("scalingConfig", "updateConfig")}
    return {**found, **lists, "id": id_}


def _region(aws: Aws, arguments: Props) -> Props:
    name = arguments.get("region") or aws.region
    endpoint = f"ec2.{name}.amazonaws.com"
    return {"description": name, "endpoint": endpoint, "id": name, "name": name, "region": name}


def _secrets(aws: Aws, arguments: Props) -> Props:
    texts = {secret["name"]: _decrypted(aws, secret) for secret in arguments["secrets"]}
    return {**arguments, "id": aws.region, "plaintext": as_secret(texts), "region": aws.region}


def _decrypted(aws: Aws, secret: Props) -> str:
    name = secret["name"]
    try:
        ciphertext = b64decode(secret["payload"], validate=True)
    except ValueError as error:
        raise LookupError(f"invalid base64 value for secret ({name}): {error}") from None
    names = {"context": "EncryptionContext"}
    settings = {key: secret[key] for key in secret if key not in ("name", "payload")}
    parameters = request(aws, "kms", "Decrypt", settings, names)
    try:
        answer = aws("kms").decrypt(CiphertextBlob=ciphertext, **parameters)
    except ClientError as error:
        raise LookupError(f"decrypting secret ({name}): {error}") from error
    return answer["Plaintext"].decode(errors="replace")


def _users(aws: Aws, arguments: Props) -> Props:
    try:
        wanted = re.compile(arguments.get("nameRegex") or "")
    except re.error as error:
        raise LookupError(f"nameRegex is not a valid regular expression: {error}") from None
    where = arguments.get("pathPrefix") or "/"
    pages = aws("iam").get_paginator("list_users").paginate(PathPrefix=where)
    users = [user for page in pages for user in page["Users"]]
    found = [user for user in users if wanted.search(user["UserName"])]
    return {
        **arguments,
        "arns": [user["Arn"] for user in found],
        "id": aws.region,
        "names": [user["UserName"] for user in found],
    }


FUNCTIONS: Mapping[str, Callable[[Aws, Props], Props]] = {
    "aws:ec2/getEips:getEips": _eips,
    "aws:eks/getAddonVersion:getAddonVersion": _addon_version,
    "aws:ec2/getSubnet:getSubnet": _subnet,
    "aws:eks/getCluster:getCluster": _cluster,
    "aws:eks/getClusters:getClusters": _clusters,
    "aws:eks/getNodeGroup:getNodeGroup": _node_group,
    "aws:eks/getNodeGroups:getNodeGroups": _node_groups,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:iam/getGroup:getGroup": _group,
    "aws:iam/getUsers:getUsers": _users,
    "aws:index/getRegion:getRegion": _region,
    "aws:kms/getAlias:getAlias": _alias,
    "aws:kms/getKey:getKey": key,
    "aws:kms/getSecrets:getSecrets": _secrets,
    "aws:organizations/getOrganization:getOrganization": _organization,
    "aws:resourcegroupstaggingapi/getResources:getResources": tagged_resources,
    "aws:route53/getRecords:getRecords": record_sets,
    "aws:route53/getZone:getZone": zone,
    "aws:secretsmanager/getRandomPassword:getRandomPassword": random_password,
    "aws:secretsmanager/getSecrets:getSecrets": listed_secrets,
}
