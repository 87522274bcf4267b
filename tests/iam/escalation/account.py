"""The identities and resources of the account, with the owner of each."""

from collections.abc import Iterator, Mapping
from functools import cache

from iam.policy_sets import Policy
from tests.iam.escalation.world import (
    ADMINISTRATOR,
    ADMINISTRATOR_POLICY,
    ENVIRONMENTS,
    FOREIGN,
    Principal,
    Thing,
    World,
    regional,
    rendered_principals,
    tags_of,
    user,
)
from tests.iam.rendered import ACCOUNT, IAM, policies_of_group, roles
from tests.mocks.runs import whole_program


@cache
def rendered_account() -> World:
    """Returns the account with the documents of the stacks account, staging and production."""
    principals = rendered_principals()
    rendered = whole_program("account").of("iam/policy:Policy").values()
    documents = {f"{IAM}:policy/{one.inputs['name']}": one.inputs["policy"] for one in rendered}
    boundaries = {
        arn: Policy.read(arn, document) for arn, document in documents.items() if "-boundary" in arn
    }
    things = (
        *_roles(principals),
        *_new_roles(principals),
        *_people(),
        *(Thing("iam:policy", arn, "account", tags_of("account")) for arn in documents),
        Thing(
            "iam:policy", f"{IAM}:policy/legacy-staging", FOREIGN, {}, user("any", ADMINISTRATOR)
        ),
        *_providers(),
        *_computers(principals),
        *_of_environments(),
        *_of_the_account(),
        *_of_other_programs(principals["legacy-admin"]),
    )
    return World(principals, things, boundaries | {ADMINISTRATOR_POLICY: ADMINISTRATOR})


def _roles(principals: Mapping[str, Principal]) -> Iterator[Thing]:
    trusts = {
        name: Policy.read("trust", role.inputs["assumeRolePolicy"])
        for stack in ("account", *ENVIRONMENTS)
        for name, role in roles(stack).items()
    }
    for name, one in principals.items():
        yield Thing("iam:role", one.arn, one.owner, tags_of(one.owner), one, trusts.get(name))


def _new_roles(principals: Mapping[str, Principal]) -> Iterator[Thing]:
    """Yields names for roles: new ones, and those of the program, deleted and created again."""
    names = {"eve": FOREIGN, "cellscope-eve": "account"}
    for one in ENVIRONMENTS:
        names |= {f"eve-{one}": one, f"ui-auth-user-role-eve-{one}": one}
    names |= {one.name: one.owner for one in principals.values() if one.owner in ENVIRONMENTS}
    for name, owner in names.items():
        yield Thing("iam:role", f"{IAM}:role/{name}", owner, {}, exists=False)


def _people() -> Iterator[Thing]:
    for name in ("ada", "administrator", "eve-staging"):
        yield Thing("iam:user", f"{IAM}:user/{name}", "people", {}, user(name, ADMINISTRATOR))
    for environment in ENVIRONMENTS:
        for group in ("engineer", "bioinformatics-data-ingest"):
            name = f"{group}-{environment}-access"
            member = user(f"member-of-{name}", *policies_of_group(name), owner=environment)
            yield Thing("iam:group", f"{IAM}:group/{name}", environment, {}, member)
    for name in ("administrators", "legacy-staging-access"):
        member = user(f"member-of-{name}", ADMINISTRATOR)
        yield Thing("iam:group", f"{IAM}:group/{name}", "people", {}, member)


def _providers() -> Iterator[Thing]:
    hosts = {"token.actions.githubusercontent.com": "account"}
    hosts |= {f"oidc.eks.eu-west-1.amazonaws.com/id/{one.upper()}": one for one in ENVIRONMENTS}
    hosts["oidc.eks.eu-west-1.amazonaws.com/id/LEGACY"] = FOREIGN
    for host, owner in hosts.items():
        yield Thing("iam:oidc-provider", f"{IAM}:oidc-provider/{host}", owner, tags_of(owner))


def _computers(principals: Mapping[str, Principal]) -> Iterator[Thing]:
    """Yields what runs code with a role."""
    for one in ENVIRONMENTS:
        tags, nodes = tags_of(one), principals[f"nodes-{one}"]
        canary = regional("lambda", f"function:cwsyn-opens-{one}-0123")
        yield Thing("lambda:function", canary, one, tags, principals[f"canaries-{one}"])
        yield Thing("eks:cluster", regional("eks", f"cluster/biomage-{one}"), one, tags, nodes)
        entry = f"access-entry/biomage-{one}/role/{ACCOUNT}/any/0123"
        yield Thing("eks:access-entry", regional("eks", entry), one, tags, nodes)
        for kind in ("instance", "launch-template"):
            arn = regional("ec2", f"{kind}/of-{one[0]}")
            yield Thing(f"ec2:{kind}", arn, one, tags, nodes)
    for name in [one.name for one in principals.values() if one.owner == "account"]:
        # A runner's project has the name of the role that its jobs assume.
        project = regional("codebuild", f"project/{name}")
        yield Thing("codebuild:project", project, "account", tags_of("account"), principals[name])


def _of_environments() -> Iterator[Thing]:
    for one in ENVIRONMENTS:
        tags = tags_of(one)
        state = f"arn:aws:s3:::cellscope-state-{ACCOUNT}/.pulumi/stacks/cellscope/{one}.json"
        cluster = {f"kubernetes.io/cluster/biomage-{one}": "owned"}
        vault = regional("backup", f"backup-vault:main-{one}")
        yield Thing("s3:object", state, one, {})
        yield Thing("s3:object", f"arn:aws:s3:::cell-sets-{one}/any", one, {})
        yield Thing("s3:bucket", f"arn:aws:s3:::cell-sets-{one}", one, tags)
        yield Thing("sqs:queue", regional("sqs", f"queue-job-default-{one}.fifo"), one, tags)
        yield Thing("sns:topic", regional("sns", f"work-results-{one}-default"), one, tags)
        yield Thing("dynamodb:table", regional("dynamodb", f"table/samples-{one}"), one, tags)
        secret = regional("secretsmanager", f"secret:one-{one}-0123")
        yield Thing("secretsmanager:Secret", secret, one, tags)
        yield Thing("backup:backupVault", vault, one, tags)
        yield Thing("backup:recoveryPoint", regional("backup", "recovery-point:1"), one, tags)
        yield Thing("kms:key", regional("kms", f"key/{one}"), one, tags)
        yield Thing("cognito-idp:userpool", regional("cognito-idp", "userpool/1"), one, tags)
        for kind in ("vpc", "subnet", "route-table", "security-group"):
            yield Thing(f"ec2:{kind}", regional("ec2", f"{kind}/{one[0]}"), one, tags)
        # EKS makes the security group of a cluster, with its own tags only.
        # https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
        group = regional("ec2", f"security-group/cluster-{one[0]}")
        yield Thing("ec2:security-group", group, one, cluster)
        scaling = f"autoScalingGroup:1:autoScalingGroupName/eks-{one[0]}"
        arn = regional("autoscaling", scaling)
        yield Thing("autoscaling:autoScalingGroup", arn, one, cluster)


def _of_the_account() -> Iterator[Thing]:
    tags = tags_of("account")
    (key,) = whole_program("account").of("kms/key:Key").values()
    policy = Policy.read("key policy", key.inputs["policy"])
    arn = regional("kms", "key/account")
    yield Thing("kms:key", arn, "account", tags, policy=policy)
    for owner in (*ENVIRONMENTS, "account"):
        for name in ("stack", "environment"):
            keys = {f"kms:EncryptionContext:{name}": owner}
            yield Thing("kms:key/secrets", arn, owner, tags, policy=policy, keys=keys)
    for name in ("state", "audit"):
        arn = f"arn:aws:s3:::cellscope-{name}-{ACCOUNT}"
        yield Thing("s3:bucket", arn, "account", tags)
    state = f"arn:aws:s3:::cellscope-state-{ACCOUNT}/.pulumi/stacks/cellscope/account.json"
    yield Thing("s3:object", state, "account", {})
    trail = regional("cloudtrail", "trail/cellscope-audit")
    yield Thing("cloudtrail:trail", trail, "account", tags)
    connection = regional("codeconnections", "connection/1")
    yield Thing("codeconnections:Connection", connection, "account", tags)
    for name in ("api", "ui", "worker", "pipeline"):
        arn = regional("ecr", f"repository/{name}")
        yield Thing("ecr:repository", arn, f"repository:{name}", tags)
    yield Thing("", "*", "account", {})


def _of_other_programs(administrator: Principal) -> Iterator[Thing]:
    """Yields one of each kind that runs code, with an administrator's role and without tags."""
    for kind, rest in _FOREIGN.items():
        arn = regional(kind.partition(":")[0], rest)
        yield Thing(kind, arn, FOREIGN, {}, administrator)


_FOREIGN = {
    "autoscaling:autoScalingGroup": "autoScalingGroup:1:autoScalingGroupName/legacy",
    "bedrock-agentcore:code-interpreter-custom": "code-interpreter-custom/legacy",
    "cloudformation:stack": "stack/legacy/1",
    "cloudformation:stackset": "stackset/legacy:1",
    "codebuild:project": "project/legacy",
    "ec2:instance": "instance/i-legacy",
    "ec2:launch-template": "launch-template/lt-legacy",
    "ecs:task": "task/legacy/1",
    "eks:access-entry": f"access-entry/legacy/role/{ACCOUNT}/any/1",
    "eks:cluster": "cluster/legacy",
    "glue:devendpoint": "devEndpoint/legacy",
    "glue:job": "job/legacy",
    "lambda:function": "function:legacy",
    "sagemaker:notebook-instance": "notebook-instance/legacy",
    "servicecatalog:Product": "product/legacy",
    "ssm:automation-definition": "automation-definition/legacy:1",
    "states:statemachine": "stateMachine:legacy",
    "synthetics:canary": "canary:legacy",
}
