"""What AWS's services may do in the account: the policies of resources must allow it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
"""

from iam.callers import Caller
from iam.evaluation import decide
from iam.policy_sets import Policies
from iam.requests import Request
from simulator.authorization.keys import key_of
from simulator.authorization.lookups import account_id
from simulator.authorization.resource_policies import resource_of

_USES_KEY = ("kms:Decrypt", "kms:GenerateDataKey")
"""What a service needs to send to an encrypted topic or queue.

https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
"""


def service_may_send(service: str, action: str, target: str, key: str, source: str) -> bool:
    """Returns whether a service may send to a topic or queue, which a KMS key may encrypt.

    `service` is a principal such as `sns.amazonaws.com`, `target` the ARN of the topic or queue,
    `key` the id, ARN or alias of its KMS key or empty, and `source` the ARN for which it sends.
    """
    region = target.split(":")[3]
    if not _allowed(service, action, target, source):
        return False
    if not key:
        return True
    # The policies of AWS managed keys, such as `alias/aws/sns`, do not allow other services.
    arn = key_of(key, region)
    return bool(arn) and all(_allowed(service, one, arn, source) for one in _USES_KEY)


def _allowed(service: str, action: str, resource: str, source: str) -> bool:
    keys = {"aws:SourceArn": source, "aws:SourceAccount": account_id()}
    policies = Policies(resource=resource_of(action, resource))
    return decide(Request(action, resource, keys), Caller.service(service), policies).allowed
