"""Declarations with a mistake, and the message that each causes."""

from collections.abc import Iterator
from typing import NamedTuple

from estate.account.repositories import Repository
from estate.arns import all_resources, buckets, objects, queue, tables, tables_and_indexes, topic
from estate.data.buckets import BUCKETS, Bucket, Expiration
from estate.data.tables import Index, KeyType, Table
from estate.identity.access_groups import AccessGroup, GroupPolicy
from estate.identity.rights import PolicyStatement, ServiceRole
from estate.messaging.queues import Queue
from estate.messaging.topics import Delivery, Topic
from estate.monitoring.alarms import Alarm, Metric
from estate.ownership import DataClass, Owner
from settings import AccessGroupName

CUSTOMER, API = DataClass.CUSTOMER, Owner.API
FILE = {
    "BUCKETS": "estate/data/buckets.py",
    "TABLES": "estate/data/tables.py",
    "QUEUES": "estate/messaging/queues.py",
    "TOPICS": "estate/messaging/topics.py",
    "SERVICE_ROLES": "estate/identity/service_roles.py",
    "ACCESS_GROUPS": "estate/identity/access_groups.py",
    "REPOSITORIES": "estate/ownership.py",
    "alarms": "estate/monitoring/alarms.py",
}


class Case(NamedTuple):
    """The record that is added to a list, and the beginnings of the lines it causes."""

    list: str
    record: object
    lines: tuple[str, ...]


def bucket(name: str = "slides", days: object = 7, **fields: object) -> Bucket:
    return Bucket(name, API, CUSTOMER, days, **fields)


def index(name: str, *keys: str, **fields: object) -> Table:
    return Table("slides", "id", indexes=(Index(name, *keys, **fields),))


def alarm(**fields: object) -> Alarm:
    usual = {"says": "Too many", "metrics": (Metric("AWS/SES", "Bounce"),), "above": 1.0}
    return Alarm("bounces", **{**usual, **fields})


def role(*rights: PolicyStatement, name: str = "slides", **fields: object) -> ServiceRole:
    return ServiceRole(name, API, "slides-*", "deployment-runner", rights, **fields)


def right(*actions: str, sid: str = "Reads", reach: object = None) -> PolicyStatement:
    return PolicyStatement(sid, actions or ("s3:GetObject",), reach or all_resources("Amazon S3"))


def _cases() -> Iterator[Case]:
    for list_, record, *lines in (
        ("BUCKETS", bucket("re_views"), 're_views.name = "re_views": re_views-staging is not a v'),
        ("BUCKETS", bucket("r" * 60), f'{"r" * 60}.name = "{"r" * 60}": {"r" * 60}-staging has 68'),
        ("BUCKETS", bucket("xn--slides"), 'xn--slides.name = "xn--slides"'),
        ("BUCKETS", bucket("Reviews"), 'Reviews.name = "Reviews"'),
        ("BUCKETS", bucket("cell-sets"), "cell-sets: is used by 2 records. Give each its own name"),
        ("BUCKETS", bucket(days=0), "slides.noncurrent_days = 0: is below 1"),
        (
            "BUCKETS",
            bucket(days="7"),
            'slides.noncurrent_days = "7": has the wrong type. Write int',
        ),
        (
            "BUCKETS",
            bucket(days=None),
            "slides: must have either noncurrent_days or unversioned_b",
        ),
        (
            "BUCKETS",
            bucket(unversioned_because="no"),
            "slides: must have either noncurrent_days",
        ),
        (
            "BUCKETS",
            bucket(expirations=(Expiration(0),)),
            "slides.expirations[0].days = 0: is bel",
        ),
        (
            "BUCKETS",
            bucket(expirations=(Expiration(1), Expiration(2))),
            "slides.expirations.without tag: is used by 2 records. Give each its own tag.",
        ),
        ("BUCKETS", bucket(""), f"BUCKETS[{len(BUCKETS)}]: has no name. Write its name."),
        (
            "BUCKETS",
            bucket(expirations=(Expiration(1, ("temporary",)),)),
            'slides.expirations[0].tag = ["temporary"]: has the wrong type.',
        ),
        ("BUCKETS", bucket(cors_methods=("PATCH",)), 'slides.cors_methods = "PATCH": is not an'),
        (
            "BUCKETS",
            bucket(cors_methods=["GET"]),
            'slides.cors_methods = ["GET"]: has the wrong',
        ),
        (
            "BUCKETS",
            Bucket("slides", "api", CUSTOMER, 7),
            'slides.owner = "api": has the wrong',
        ),
        (
            "BUCKETS",
            "slides",
            f'BUCKETS[{len(BUCKETS)}] = "slides": must be a Bucket. Write Bucket(...)',
        ),
        (
            "TABLES",
            Table("re views", "id"),
            're views.name = "re views": re views-staging is not a',
        ),
        ("TABLES", Table("samples", "id"), "samples: is used by 2 records"),
        (
            "TABLES",
            Table("slides", "id", "id"),
            'slides.range_key = "id": is also the hash key',
        ),
        ("TABLES", Table("slides", ""), 'slides.hash_key = "": is not the name of an'),
        (
            "TABLES",
            Table("slides", "id", ttl=""),
            'slides.ttl = "": is not the name of an attribute',
        ),
        (
            "TABLES",
            index("by-user", "u", "v" * 256),
            f'slides.by-user.range_key = "{"v" * 76}...: is not the name of an attribute',
        ),
        (
            "TABLES",
            Table("slides", "id", ttl="id"),
            'slides.ttl = "id": is a key that is no num',
        ),
        (
            "TABLES",
            Table("slides", "id", key_types={"at": KeyType.NUMBER}),
            "slides.key_types.at: is not a key of the table or an index: id. Remove it.",
        ),
        (
            "TABLES",
            Table("slides", "id", stream="NEW"),
            'slides.stream = "NEW": has the wrong ty',
        ),
        (
            "TABLES",
            index("by", "user"),
            'slides.by.name = "by": by has 2 characters. Use 3 to 255',
        ),
        (
            "TABLES",
            index("by-user", "u", "u"),
            'slides.by-user.range_key = "u": is also the hash',
        ),
        (
            "TABLES",
            index("by-user", "u", includes=()),
            "slides.by-user.includes: is empty. Use P",
        ),
        (
            "TABLES",
            index("by-user", "u", includes=("id",)),
            'slides.by-user.includes = "id": is a',
        ),
        (
            "TABLES",
            Table("slides", "id", indexes=(Index("by-user", "user"), Index("by-user", "at"))),
            "slides.indexes.by-user: is used by 2 records",
        ),
        (
            "TABLES",
            Table("slides", "id", indexes=tuple(Index(f"by-{n}", "user") for n in range(21))),
            "slides.indexes = 21: has more than 20",
        ),
        (
            "TABLES",
            Table("slides", "id", key_types={"id": "N"}),
            'slides.key_types = {"id": "N"}: has the wrong type. Write Mapping[str, data.tables.',
        ),
        (
            "QUEUES",
            Queue("slides", API, "slides"),
            *(
                f'slides.pattern = "slides": lacks {{{one}}}, so that two stacks'
                for one in ("environment", "sandbox")
            ),
        ),
        (
            "QUEUES",
            Queue("slides", API, "slides-{sandbox}-{env}-{environment}"),
            'slides.pattern = "slides-{sandbox}-{env}-{environment}": has the unknown',
        ),
        *(
            (
                "QUEUES",
                Queue("slides", API, f"slides-{{{field}}}-{{environment}}"),
                f'slides.pattern = "slides-{{{field}}}-{{environment}}": has the unknown',
            )
            for field in ("sandbox.id", "sandbox[0]", "sandbox[id]")
        ),
        ("QUEUES", Queue("", API, "slides-{sandbox}-{environment}"), "QUEUES["),
        (
            "QUEUES",
            Queue("slides", API, "r" * 60 + "-{sandbox}-{environment}"),
            f'slides.pattern = "{"r" * 60}',
        ),
        (
            "QUEUES",
            Queue("slides", API, "re.views-{sandbox}-{environment}.fifo"),
            'slides.pattern = "re.views-{sandbox}-{environment}.fifo": re.views-',
        ),
        (
            "QUEUES",
            Queue("slides", API, "slides-{sandbox}-{environment}.fifo", "slides"),
            'slides.development_pattern = "slides": must end with .fifo if and only if',
        ),
        (
            "QUEUES",
            Queue("slides", API, "queue-job-{sandbox}-{environment}.fifo"),
            'slides.pattern = "queue-job-{sandbox}-{environment}.fifo": has the same name in',
        ),
        (
            "QUEUES",
            Queue("slides", API, "slides-{sandbox}-{environment}", max_receives=0),
            "slides.max_receives = 0: is out of range. Use 1 to 1000.",
        ),
        (
            "TOPICS",
            Topic("slides", API, "slides-{environment}.fifo"),
            'slides.pattern = "slides-{environment}.fifo": slides-development.fifo is not',
        ),
        ("TOPICS", Topic("slides", API, "slides-{environment"), "slides.pattern = "),
        (
            "TOPICS",
            Topic("slides", API, "work-results-{environment}-{sandbox}"),
            'slides.pattern = "work-results-{environment}-{sandbox}": has the same name in',
        ),
        (
            "TOPICS",
            Topic("slides", API, "slides-{environment}", (Delivery("results", "v1", " "),)),
            'slides.results.path = "v1": is not a path of the API',
            'slides.results.message_type = " ": is empty',
        ),
        (
            "TOPICS",
            Topic("slides", API, "slides-{environment}", (Delivery("", "/v1 /x", "type"),)),
            "slides.deliveries: has one without a name. Write its name.",
            'slides..path = "/v1 /x": is not a path of the API',
        ),
        ("SERVICE_ROLES", role(right(), name=""), "SERVICE_ROLES["),
        (
            "SERVICE_ROLES",
            role(right("s3:GetObjekt")),
            (
                'slides.Reads.actions = "s3:GetObjekt": is'
                ' no action of IAM. Did you mean "s3:GetObject"?'
            ),
        ),
        (
            "SERVICE_ROLES",
            role(right("s4:GetObject")),
            'slides.Reads.actions = "s4:GetObject": is of no AWS service.',
        ),
        ("SERVICE_ROLES", role(right("s3:getObject")), 'slides.Reads.actions = "s3:getObject"'),
        *(
            (
                "SERVICE_ROLES",
                role(right(action)),
                f'slides.Reads.actions = "{action}": is not a co',
            )
            for action in ("s3:Get*", "s3:*", "*", "GetObject", "s3:")
        ),
        (
            "SERVICE_ROLES",
            role(PolicyStatement("Reads", (), all_resources("Amazon S3"))),
            "slides.Reads.actions: is empty",
        ),
        *(
            ("SERVICE_ROLES", role(right(sid=sid)), "slides.sid = ")
            for sid in ("", "reads files", "Reads-Files", "Réads")
        ),
        (
            "SERVICE_ROLES",
            role(right(), right()),
            "slides.Reads: is used by 2 records. Give each it",
        ),
        ("SERVICE_ROLES", role(), "slides: has no rights. Add a right or a managed policy"),
        ("SERVICE_ROLES", role(right(), name="r" * 64), f'{"r" * 64}.name = "{"r" * 64}"'),
        (
            "SERVICE_ROLES",
            role(managed_policies=("ReadOnlyAccess",)),
            'slides.managed_policies = "ReadOnlyAccess": is not the ARN',
        ),
        *(
            (
                "SERVICE_ROLES",
                role(right(reach=reach)),
                f'slides.Reads.resources = "{name}": is not declared. Did you mean "{near}"?',
            )
            for reach, name, near in (
                (buckets("cell-set"), "cell-set", "cell-sets"),
                (objects("cell-sets", "worker-result"), "worker-result", "worker-results"),
                (tables("experiment"), "experiment", "experiments"),
                (tables_and_indexes("sample"), "sample", "samples"),
                (queue("queue-jobs"), "queue-jobs", "queue-job"),
                (topic("work-result"), "work-result", "work-results"),
            )
        ),
        (
            "ACCESS_GROUPS",
            AccessGroup(AccessGroupName.ENGINEER, (GroupPolicy("data", ()),)),
            "engineer: is used by 2 records",
            "engineer.data: has no rights. Add at least one.",
        ),
        (
            "REPOSITORIES",
            Repository(API, ("ref:refs/heads/*",)),
            "api: is used by 2 records",
            'api.pushes_from = "ref:refs/heads/*": is a pattern',
        ),
        ("alarms", alarm(says=" "), 'bounces.says = " ": is empty'),
        ("alarms", alarm(above=None), "bounces: must have either above or below"),
        ("alarms", alarm(below=1.0), "bounces: must have either above or below"),
        ("alarms", alarm(above=float("nan")), 'bounces.above = "nan": is not a number'),
        (
            "alarms",
            alarm(above=None, below=float("-inf")),
            'bounces.below = "-inf": is not a number',
        ),
        ("alarms", alarm(period=90), "bounces.period = 90: is not a period of CloudWatch"),
        ("alarms", alarm(periods=0), "bounces.periods = 0: is below 1"),
        ("alarms", alarm(periods=289), "bounces.periods = 289: times period is longer than 1 day"),
        ("alarms", alarm(metrics=()), "bounces.metrics = 0: is out of range"),
        ("alarms", alarm(metrics=(Metric("AWS/SES", ""),)), "bounces.metrics = "),
        (
            "alarms",
            alarm(metrics=(Metric("AWS/SES", "Bounce", "Median"),)),
            'bounces.metrics.Bounce.statistic = "Median": is not a statistic',
        ),
        (
            "alarms",
            alarm(treat_missing_data="bad"),
            'bounces.treat_missing_data = "bad": is not an',
        ),
        (
            "alarms",
            alarm(of_node_group="post"),
            'bounces.of_node_group = "post": is not a node gro',
        ),
        (
            "alarms",
            alarm(dimensions={"TableName": "sample-staging"}),
            'bounces.dimensions.TableName = "sample-staging": is not declared. Did you mean',
        ),
        (
            "alarms",
            alarm(above="1"),
            'bounces.above = "1": has the wrong type. Write float | None.',
        ),
    ):
        yield Case(list_, record, tuple(f"{FILE[list_]}: {line}" for line in lines))


CASES = tuple(_cases())
