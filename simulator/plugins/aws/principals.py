"""The principals of access entries."""


def parts_of_principal(arn: str) -> tuple[str, str, str]:
    """Returns the kind, account and name, without path, of an IAM role or user, given its ARN.

    An access entry's ARN consists of them, in this order.
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
    """
    # For example arn:aws:iam::111122223333:role/a/path/name
    *_, account, principal = arn.split(":")
    return principal.partition("/")[0], account, principal.rpartition("/")[2]
