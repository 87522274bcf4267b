"""What the account allows and refuses, observed through boto3."""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.github_tokens import ISSUER, token
from tests.simulator.authorization.conftest import (
    ACCOUNT,
    BY_ACCOUNT,
    Clients,
    World,
    allow,
    deny,
    document,
)

Named = Callable[[str], str]


def refused(call: Callable[..., Any], **parameters: Any) -> tuple[str, str]:
    """Returns the code and message of the error with which a call is refused."""
    with pytest.raises(ClientError) as error:
        call(**parameters)
    answer = error.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403
    return answer["Error"]["Code"], answer["Error"]["Message"]


def made_bucket(world: World, name: str) -> str:
    world("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    return name


CODES = [
    ("s3", "list_buckets", "AccessDenied"),
    ("iam", "list_roles", "AccessDenied"),
    ("ec2", "describe_vpcs", "UnauthorizedOperation"),
    ("eks", "list_clusters", "AccessDeniedException"),
    ("dynamodb", "list_tables", "AccessDeniedException"),
    ("sns", "list_topics", "AuthorizationError"),
    ("sqs", "list_queues", "AccessDenied"),
    ("route53", "list_hosted_zones", "AccessDenied"),
    ("cloudwatch", "describe_alarms", "AccessDenied"),
    ("elbv2", "describe_load_balancers", "AccessDenied"),
    ("secretsmanager", "list_secrets", "AccessDeniedException"),
]


def test_a_call_of_an_unknown_service_is_refused(world: World) -> None:
    _, clients = world.user(allow("*"))
    call = clients("sesv2").get_email_template
    code, message = refused(call, TemplateName="welcome")
    assert code == "403"
    assert "/v2/email/templates/welcome is not an operation that the account can" in message


def test_the_name_of_a_bucket_opens_no_way_around_the_policies(world: World) -> None:
    for name in ("latest", "simulated-data"):
        bucket = made_bucket(world, name)
        world("s3").put_object(Bucket=bucket, Key="k", Body=b"x")
        assert requests.get(f"{world.url}/{bucket}/k", timeout=10).status_code == 403


@pytest.mark.parametrize(("service", "operation", "code"), CODES, ids=[one[0] for one in CODES])
def test_each_service_refuses_with_its_own_code_and_names_the_user_and_the_action(
    world: World, service: str, operation: str, code: str
) -> None:
    name, clients = world.user()
    found, message = refused(getattr(clients(service), operation))
    assert found == code
    start = f"User: arn:aws:iam::{ACCOUNT}:user/{name} is not authorized to perform: "
    assert start in message
    assert "because no identity-based policy allows the " in message


def test_a_user_has_the_rights_of_its_own_policies_and_of_its_groups(
    world: World, named: Named
) -> None:
    name, clients = world.user(allow("sqs:ListQueues"))
    assert clients("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert refused(clients("sns").list_topics)[0] == "AuthorizationError"
    iam, group = world("iam"), named("group")
    iam.create_group(GroupName=group)
    iam.attach_group_policy(GroupName=group, PolicyArn=world.policy(allow("sns:ListTopics")))
    iam.add_user_to_group(GroupName=group, UserName=name)
    clients("sns").list_topics()


def test_an_explicit_deny_wins_and_names_its_policy(world: World) -> None:
    name, clients = world.user(allow("sqs:*"))
    policy = world.policy(deny("sqs:ListQueues"))
    world("iam").attach_user_policy(UserName=name, PolicyArn=policy)
    _, message = refused(clients("sqs").list_queues)
    assert message.endswith(f"with an explicit deny in an identity-based policy: {policy}")


def test_a_boundary_and_a_session_policy_limit_a_role(world: World) -> None:
    boundary = world.policy(allow("sqs:*", "sts:*"))
    role = world.role(BY_ACCOUNT, allow("sqs:*", "sns:*"), boundary=boundary)
    whole = world.session(world("sts"), role)
    whole("sqs").list_queues()
    assert "no permissions boundary allows" in refused(whole("sns").list_topics)[1]
    part = world.session(world("sts"), role, Policy=document(allow("sns:*")))
    assert "no session policy allows" in refused(part("sqs").list_queues)[1]
    managed = [{"arn": world.policy(allow("sns:*"))}]
    part = world.session(world("sts"), role, PolicyArns=managed)
    assert "no session policy allows" in refused(part("sqs").list_queues)[1]


def test_tags_of_a_session_need_a_right_and_are_condition_keys(world: World) -> None:
    tagged = {"StringEquals": {"aws:PrincipalTag/team": "cells"}}
    actions = ["sts:AssumeRole", "sts:TagSession"]
    trust = {**BY_ACCOUNT, "Action": actions}
    role = world.role(trust, allow("sqs:ListQueues", Condition=tagged))
    tags = [{"Key": "team", "Value": "cells"}]
    _, clients = world.user(allow("sts:AssumeRole"))
    given = {"RoleArn": role, "RoleSessionName": "test", "Tags": tags}
    assert "sts:TagSession" in refused(clients("sts").assume_role, **given)[1]
    _, clients = world.user(allow(*actions))
    world.session(clients("sts"), role, Tags=tags)("sqs").list_queues()
    refused(world.session(clients("sts"), role)("sqs").list_queues)


def test_the_session_of_a_deleted_role_has_ended(world: World) -> None:
    role = world.role(BY_ACCOUNT)
    clients = world.session(world("sts"), role)
    world("iam").delete_role(RoleName=role.rpartition("/")[2])
    assert refused(clients("sqs").list_queues)[0] == "InvalidClientTokenId"


def test_a_role_is_assumed_only_by_those_whom_it_trusts(world: World) -> None:
    with_mfa = {**BY_ACCOUNT, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
    role = world.role(with_mfa, allow("sqs:ListQueues"))
    _, clients = world.user(allow("sts:AssumeRole", on=role))
    sts = clients("sts")
    code, _ = refused(sts.assume_role, RoleArn=role, RoleSessionName="test")
    assert code == "AccessDenied"
    device = {"SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/x", "TokenCode": "123456"}
    world.session(sts, role, **device)("sqs").list_queues()
    _, others = world.user()
    assert refused(others("sts").assume_role, RoleArn=role, RoleSessionName="test", **device)


def test_the_session_of_a_role_knows_whether_it_began_with_mfa(world: World) -> None:
    needs_mfa = allow("sqs:ListQueues", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})
    role = world.role(BY_ACCOUNT, needs_mfa)
    device = {"SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/moto", "TokenCode": "123456"}
    world.session(world("sts"), role, **device)("sqs").list_queues()
    refused(world.session(world("sts"), role)("sqs").list_queues)


@pytest.fixture
def github(world: World) -> Iterator[str]:
    """The ARN of GitHub's OIDC provider."""
    iam = world("iam")
    arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER.removeprefix('https://')}"
    iam.create_open_id_connect_provider(Url=ISSUER, ClientIDList=["sts.amazonaws.com"])
    yield arn
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_a_token_assumes_a_role_if_its_subject_is_trusted(world: World, github: str) -> None:
    host = ISSUER.removeprefix("https://")
    role = world.role(
        {
            "Effect": "Allow",
            "Principal": {"Federated": github},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": {f"{host}:sub": "repo:cells/infra:pull_request"}},
        },
        allow("sqs:ListQueues"),
    )

    def assume(text: str) -> Any:
        return world("sts").assume_role_with_web_identity(
            RoleArn=role, RoleSessionName="test", WebIdentityToken=text
        )

    made = assume(token("repo:cells/infra:pull_request"))
    world.of(made["Credentials"])("sqs").list_queues()
    code, message = refused(lambda: assume(token("repo:cells/other:pull_request")))
    assert (code, message) == (
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    )
    for wrong, expected in (
        (token("x", aud="another"), "Incorrect token audience"),
        (token("x", iss="https://evil.example"), "No OpenIDConnect provider found"),
        (token("x", exp=time.time() - 60), "Token expired"),
        ("no token", "not a valid JWT"),
    ):
        assert expected in refused(lambda wrong=wrong: assume(wrong))[1]


def test_a_bucket_policy_grants_within_the_account_and_denies_everybody(
    world: World, named: Named
) -> None:
    bucket = made_bucket(world, named("bucket"))
    name, clients = world.user()
    s3, arn = world("s3"), f"arn:aws:s3:::{bucket}/*"
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    assert refused(clients("s3").get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    user = {"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"}
    grant = document(allow("s3:GetObject", on=arn, Principal=user))
    s3.put_bucket_policy(Bucket=bucket, Policy=grant)
    assert clients("s3").get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    denial = document(deny("s3:GetObject", on=arn, Principal="*"))
    s3.put_bucket_policy(Bucket=bucket, Policy=denial)
    assert (
        "explicit deny in a resource-based policy"
        in refused(s3.get_object, Bucket=bucket, Key="k")[1]
    )


def test_a_request_without_tls_is_denied_if_the_policy_demands_tls(
    world: World, named: Named
) -> None:
    bucket = made_bucket(world, named("bucket"))
    s3 = world("s3")
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    statement = deny("s3:*", on=f"arn:aws:s3:::{bucket}/*", Principal="*", Condition=insecure)
    s3.put_bucket_policy(Bucket=bucket, Policy=document(statement))
    url = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "k"})
    assert requests.put(url, b"x", timeout=10).status_code == 200
    plain = requests.put(url, b"x", headers={"X-Forwarded-Proto": "http"}, timeout=10)
    assert plain.status_code == 403


def test_anonymous_requests_are_denied_unless_a_policy_allows_all(
    world: World, named: Named
) -> None:
    bucket = made_bucket(world, named("bucket"))
    s3 = world("s3")
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    url = f"{world.url}/{bucket}/k"
    assert requests.get(url, timeout=10).status_code == 403
    everybody = document(allow("s3:GetObject", on=f"arn:aws:s3:::{bucket}/*", Principal="*"))
    s3.put_bucket_policy(Bucket=bucket, Policy=everybody)
    assert requests.get(url, timeout=10).content == b"x"


def test_the_keys_of_a_user_pool_are_public(world: World, named: Named) -> None:
    pool = world("cognito-idp").create_user_pool(PoolName=named("pool"))["UserPool"]["Id"]
    answer = requests.get(f"{world.url}/{pool}/.well-known/jwks.json", timeout=10)
    assert answer.json()["keys"]


def test_a_presigned_url_has_the_rights_of_its_signer(world: World, named: Named) -> None:
    bucket = made_bucket(world, named("bucket"))
    _, clients = world.user()
    parameters = {"Bucket": bucket, "Key": "k"}
    url = clients("s3").generate_presigned_url("put_object", Params=parameters)
    assert requests.put(url, b"x", timeout=10).status_code == 403


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_presigned_urls_and_forms_have_the_rights_of_a_session_and_expire(
    world: World, named: Named, version: str
) -> None:
    bucket, key = made_bucket(world, named("bucket")), "k"
    role = world.role(BY_ACCOUNT, allow("s3:PutObject"))
    s3 = world.session(world("sts"), role)("s3", config=Config(signature_version=version))

    def put(seconds: int) -> requests.Response:
        parameters = {"Bucket": bucket, "Key": key}
        url = s3.generate_presigned_url("put_object", Params=parameters, ExpiresIn=seconds)
        time.sleep(max(1 - seconds, 0) * 1.1)
        return requests.put(url, b"x", timeout=10)

    def post(seconds: int) -> requests.Response:
        form = s3.generate_presigned_post(bucket, key, ExpiresIn=seconds)
        return requests.post(form["url"], form["fields"], files={"file": b"x"}, timeout=10)

    assert put(60).status_code == 200
    assert post(60).status_code == 204
    assert "Request has expired" in put(0).text
    assert "Request has expired" in post(-1).text


def test_a_key_is_used_only_if_its_policy_allows_it_too(world: World) -> None:
    kms = world("kms")
    keeper = {"AWS": f"arn:aws:iam::{ACCOUNT}:user/moto"}
    policy = document(allow("kms:*", Principal=keeper))
    key = kms.create_key(Policy=policy)["KeyMetadata"]["KeyId"]
    _, clients = world.user(allow("kms:*"))
    _, message = refused(clients("kms").encrypt, KeyId=key, Plaintext=b"x")
    assert "because no resource-based policy allows the kms:Encrypt action" in message
    hidden = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    _, message = refused(clients("kms").decrypt, CiphertextBlob=hidden)
    assert "because no resource-based policy allows the kms:Decrypt action" in message
    mine = kms.create_key()["KeyMetadata"]["Arn"]
    _, message = refused(clients("kms").re_encrypt, CiphertextBlob=hidden, DestinationKeyId=mine)
    assert "because no resource-based policy allows the kms:ReEncryptFrom action" in message


def test_a_ciphertext_names_its_key(world: World) -> None:
    kms = world("kms")
    first, second = (kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2))
    hidden = kms.encrypt(KeyId=first, Plaintext=b"x")["CiphertextBlob"]
    _, clients = world.user(
        allow("kms:Decrypt", "kms:ReEncryptFrom", on=first), allow("kms:ReEncryptTo", on=second)
    )
    assert clients("kms").decrypt(CiphertextBlob=hidden)["Plaintext"] == b"x"
    clients("kms").re_encrypt(CiphertextBlob=hidden, DestinationKeyId=second)
    refused(clients("kms").re_encrypt, CiphertextBlob=hidden, DestinationKeyId=first)


def test_the_encryption_context_is_a_condition(world: World) -> None:
    key = world("kms").create_key()["KeyMetadata"]["KeyId"]
    condition = {"StringEquals": {"kms:EncryptionContext:stack": "staging"}}
    _, clients = world.user(allow("kms:Encrypt", Condition=condition))
    encrypt = clients("kms").encrypt
    encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"stack": "staging"})
    refused(encrypt, KeyId=key, Plaintext=b"x", EncryptionContext={"stack": "production"})


def test_an_encrypted_queue_needs_its_key_through_sqs(world: World, named: Named) -> None:
    key = world("kms").create_key()["KeyMetadata"]["KeyId"]
    queue = world("sqs").create_queue(QueueName=named("queue"), Attributes={"KmsMasterKeyId": key})
    url = queue["QueueUrl"]
    _, without = world.user(allow("sqs:*"))
    assert "kms:" in refused(without("sqs").send_message, QueueUrl=url, MessageBody="x")[1]
    through = {"StringEquals": {"kms:ViaService": "sqs.eu-west-1.amazonaws.com"}}
    _, clients = world.user(allow("sqs:*"), allow("kms:*", Condition=through))
    clients("sqs").send_message(QueueUrl=url, MessageBody="x")
    refused(clients("kms").encrypt, KeyId=key, Plaintext=b"x")


def test_a_secret_and_its_policy_protect_the_value(world: World, named: Named) -> None:
    secrets, name = world("secretsmanager"), named("secret")
    arn = secrets.create_secret(Name=name, SecretString="value")["ARN"]
    _, clients = world.user(allow("secretsmanager:GetSecretValue", on=arn))
    get = clients("secretsmanager").get_secret_value
    assert get(SecretId=name)["SecretString"] == "value"
    denial = document(deny("secretsmanager:GetSecretValue", Principal="*"))
    secrets.put_resource_policy(SecretId=name, ResourcePolicy=denial)
    assert refused(get, SecretId=name)[0] == "AccessDeniedException"


def test_secrets_are_read_together_only_by_those_who_may_read_each(
    world: World, named: Named
) -> None:
    secrets, name = world("secretsmanager"), named("secret")
    arn = secrets.create_secret(Name=name, SecretString="value")["ARN"]
    batch = allow("secretsmanager:BatchGetSecretValue")
    _, without = world.user(batch)
    refused(without("secretsmanager").batch_get_secret_value, SecretIdList=[name])
    everything = [{"Key": "name", "Values": [name]}]
    refused(without("secretsmanager").batch_get_secret_value, Filters=everything)
    _, clients = world.user(batch, allow("secretsmanager:GetSecretValue", on=arn))
    found = clients("secretsmanager").batch_get_secret_value(SecretIdList=[name])
    assert found["SecretValues"][0]["SecretString"] == "value"


NEW_OBJECTS = [
    ("s3:PutObjectTagging", {"Tagging": "owner=ada"}, {"tagging": "<Tagging/>"}),
    ("s3:PutObjectAcl", {"ACL": "private"}, {"acl": "private"}),
]


@pytest.mark.parametrize(
    ("action", "parameters", "fields"), NEW_OBJECTS, ids=[one[0] for one in NEW_OBJECTS]
)
def test_tags_and_lists_of_a_new_object_need_their_own_rights(
    world: World, named: Named, action: str, parameters: dict[str, str], fields: dict[str, str]
) -> None:
    given = {"Bucket": made_bucket(world, named("bucket")), "Key": "k"}
    _, clients = world.user(allow("s3:PutObject", "s3:GetObject"))
    s3 = clients("s3")
    s3.put_object(**given)
    assert action in refused(s3.put_object, **given, **parameters)[1]
    assert action in refused(s3.create_multipart_upload, **given, **parameters)[1]
    copied = {**given, "CopySource": given, **parameters}
    assert action in refused(s3.copy_object, **copied)[1]
    form = s3.generate_presigned_post(*given.values(), Fields=fields)
    posted = requests.post(form["url"], form["fields"], files={"file": b"x"}, timeout=10)
    assert posted.status_code == 403
    assert action in posted.text


def test_a_form_needs_the_right_to_its_object_and_to_the_key_of_its_bucket(
    world: World, named: Named
) -> None:
    bucket, s3 = made_bucket(world, named("bucket")), world("s3")
    key = world("kms").create_key()["KeyMetadata"]["Arn"]
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    s3.put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": default}]
        },
    )
    put = allow("s3:PutObject", on=f"arn:aws:s3:::{bucket}/k")
    through = {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}
    use = allow("kms:GenerateDataKey", on=key, Condition=through)
    for rights, status in ([put], 403), ([put, use], 204):
        _, clients = world.user(*rights)
        form = clients("s3").generate_presigned_post(bucket, "k")
        posted = requests.post(form["url"], form["fields"], files={"file": b"x"}, timeout=10)
        assert posted.status_code == status


def test_a_signed_request_ends_a_subscription_only_with_the_right(
    world: World, named: Named
) -> None:
    sns = world("sns")
    topic = sns.create_topic(Name=named("topic"))["TopicArn"]
    queue = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:jobs"
    made = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    _, clients = world.user()
    refused(clients("sns").unsubscribe, SubscriptionArn=made["SubscriptionArn"])
    assert len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]) == 1


def test_passing_a_role_needs_the_right_to_pass_it_to_the_service(
    world: World, named: Named
) -> None:
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "eks.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    role = world.role(trust)
    create = allow("eks:CreateCluster")
    vpc = {"subnetIds": ["subnet-1", "subnet-2"]}
    given = {"name": named("cluster"), "roleArn": role, "resourcesVpcConfig": vpc}
    _, without = world.user(create)
    message = refused(without("eks").create_cluster, **given)[1]
    assert f"not authorized to perform: iam:PassRole on resource: {role}" in message
    other = {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    _, elsewhere = world.user(create, allow("iam:PassRole", Condition=other))
    assert "iam:PassRole" in refused(elsewhere("eks").create_cluster, **given)[1]


def test_a_key_is_used_only_with_the_tag_that_a_condition_demands(world: World) -> None:
    keys = {
        environment: world("kms").create_key(
            Tags=[{"TagKey": "Environment", "TagValue": environment}]
        )["KeyMetadata"]["KeyId"]
        for environment in ("staging", "production")
    }
    staging = {"StringEquals": {"aws:ResourceTag/Environment": "staging"}}
    _, clients = world.user(allow("kms:DescribeKey", Condition=staging))
    clients("kms").describe_key(KeyId=keys["staging"])
    refused(clients("kms").describe_key, KeyId=keys["production"])


def test_an_oidc_provider_is_deleted_only_with_the_tag_that_a_condition_demands(
    world: World, named: Named
) -> None:
    providers = {
        environment: world("iam").create_open_id_connect_provider(
            Url=f"https://{named('issuer')}.example.org",
            Tags=[{"Key": "Environment", "Value": environment}],
        )["OpenIDConnectProviderArn"]
        for environment in ("staging", "production")
    }
    staging = {"StringEquals": {"aws:ResourceTag/Environment": "staging"}}
    _, clients = world.user(allow("iam:DeleteOpenIDConnectProvider", Condition=staging))
    delete = clients("iam").delete_open_id_connect_provider
    refused(delete, OpenIDConnectProviderArn=providers["production"])
    delete(OpenIDConnectProviderArn=providers["staging"])


def test_roles_are_created_only_with_the_demanded_boundary(world: World, named: Named) -> None:
    boundary = world.policy(allow("s3:*"))
    bound = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    _, clients = world.user(allow("iam:CreateRole", "iam:PutRolePolicy", Condition=bound))
    iam, trust, name = clients("iam"), document(BY_ACCOUNT), named("role")
    refused(iam.create_role, RoleName=name, AssumeRolePolicyDocument=trust)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, PermissionsBoundary=boundary)
    rights = document(allow("s3:*"))
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=rights)
    foreign = world.role(BY_ACCOUNT).rpartition("/")[2]
    refused(iam.put_role_policy, RoleName=foreign, PolicyName="own", PolicyDocument=rights)


def test_users_manage_their_own_credentials_without_naming_themselves(world: World) -> None:
    own, me = f"arn:aws:iam::{ACCOUNT}:", "${aws:username}"
    name, clients = world.user(
        allow("iam:*", on=f"{own}user/{me}"), allow("iam:*", on=f"{own}mfa/{me}")
    )
    iam = clients("iam")
    assert iam.get_user()["User"]["UserName"] == name
    assert iam.list_access_keys()["AccessKeyMetadata"][0]["UserName"] == name
    iam.create_virtual_mfa_device(VirtualMFADeviceName=name)
    refused(iam.create_virtual_mfa_device, VirtualMFADeviceName="another")
    refused(iam.list_access_keys, UserName="another")
    denial = deny("iam:ListAccessKeys", on=f"arn:aws:iam::{ACCOUNT}:user/{name}")
    _, message = refused(
        world.user(allow("iam:*"), denial)[1]("iam").list_access_keys, UserName=name
    )
    assert "explicit deny" in message


def test_tags_of_requests_and_of_resources_are_conditions(world: World) -> None:
    ec2 = world("ec2")
    mine = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.create_tags(Resources=[mine], Tags=[{"Key": "Environment", "Value": "staging"}])
    other = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    tagged = {"StringEquals": {"aws:ResourceTag/Environment": "staging"}}
    requested = {"StringEquals": {"aws:RequestTag/Owner": "ada"}}
    _, clients = world.user(
        allow("ec2:DeleteVpc", Condition=tagged), allow("ec2:CreateTags", Condition=requested)
    )
    mine_only = clients("ec2")
    refused(mine_only.delete_vpc, VpcId=other)
    refused(mine_only.create_tags, Resources=[mine], Tags=[{"Key": "Owner", "Value": "eve"}])
    mine_only.create_tags(Resources=[mine], Tags=[{"Key": "Owner", "Value": "ada"}])
    mine_only.delete_vpc(VpcId=mine)
    ec2.delete_vpc(VpcId=other)


def test_unknown_keys_and_foreign_tokens_are_invalid(world: World) -> None:
    unknown = Clients(world.url, "AKIAUNKNOWN", "secret")
    assert refused(unknown("sqs").list_queues)[0] == "InvalidClientTokenId"
    role = world.role(BY_ACCOUNT, allow("sqs:ListQueues"))
    made = world("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    stolen = Clients(world.url, made["AccessKeyId"], made["SecretAccessKey"], "wrong")
    assert refused(stolen("sqs").list_queues)[0] == "InvalidClientTokenId"


def test_the_administrator_belongs_to_the_organization(world: World) -> None:
    key = world("kms").create_key()["KeyMetadata"]["KeyId"]
    inside = {"StringEquals": {"aws:PrincipalOrgID": "o-0000000000"}}
    _, clients = world.user(allow("kms:Encrypt", Condition=inside))
    clients("kms").encrypt(KeyId=key, Plaintext=b"x")


def test_the_log_explains_a_refusal(world: World) -> None:
    name, clients = world.user()
    refused(clients("sqs").list_queues)
    log = (world.folder / "server.log").read_text()
    assert re.search(rf"IAM: User: \S+{name} .*denied because no identity-based policy", log)


def test_allowed_actions_are_recorded_by_principal(world: World) -> None:
    name, clients = world.user(allow("sqs:ListQueues"))
    clients("sqs").list_queues()
    refused(clients("sns").list_topics)
    asked = requests.post(
        f"{world.url}/simulated-account/authorize",
        json.dumps([["sns:ListTopics", "*", {}]]),
        headers=clients.signature("sts"),
        timeout=10,
    )
    assert "sns:ListTopics" in asked.json()
    used = requests.get(f"{world.url}/simulated-account/actions", timeout=10).json()
    assert used[f"arn:aws:iam::{ACCOUNT}:user/{name}"] == ["sqs:ListQueues"]
