"""AWS Certificate Manager: certificates, whose id is the ARN, and their validation."""

from dataclasses import replace

from simulator.plugins.aws.calls import answered, changed, send
from simulator.plugins.aws.records import recorded
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_list, tag_map, words
from simulator.plugins.aws.waiting import await_state

_CERTIFICATE = "aws:acm/certificate:Certificate"


def _create(aws: Aws, inputs: Props) -> str:
    settings = {key: inputs[key] for key in inputs if key != "tags"}
    return send(aws, "acm", "RequestCertificate", settings)["CertificateArn"]


def _describe(aws: Aws, arn: str) -> Props:
    return aws("acm").describe_certificate(CertificateArn=arn)["Certificate"]


def _read(aws: Aws, arn: str) -> Props:
    found = _describe(aws, arn)
    tags = aws("acm").list_tags_for_certificate(CertificateArn=arn)["Tags"]
    return {
        **answered(aws, _CERTIFICATE, found),
        "arn": arn,
        "domainValidationOptions": [
            {
                "domainName": option["DomainName"],
                "resourceRecordName": option["ResourceRecord"]["Name"],
                "resourceRecordType": option["ResourceRecord"]["Type"],
                "resourceRecordValue": option["ResourceRecord"]["Value"],
            }
            for option in sorted(
                found.get("DomainValidationOptions", []), key=lambda option: option["DomainName"]
            )
        ],
        "subjectAlternativeNames": [
            name for name in found["SubjectAlternativeNames"] if name != found["DomainName"]
        ],
        "tags": tag_map(tags),
        "validationMethod": found.get("ValidationMethod", "DNS"),
    }


def _refuse(aws: Aws, arn: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "options"):
        raise LookupError("the simulated account cannot change the options of a certificate")


def _tag(aws: Aws, arn: str, dropped: list[str], kept: dict[str, str]) -> None:
    if dropped:
        gone = [{"Key": key} for key in dropped]
        aws("acm").remove_tags_from_certificate(CertificateArn=arn, Tags=gone)
    aws("acm").add_tags_to_certificate(CertificateArn=arn, Tags=tag_list(kept))


_VALIDATION = recorded(
    "aws:acm/certificateValidation:CertificateValidation",
    identify=lambda inputs: inputs["certificateArn"],
    arn=lambda aws, id_: id_,
    # The official provider only waits for the certificate and creates nothing.
    may_be_there=True,
)


def _await_issue(aws: Aws, inputs: Props) -> str:
    """Wait for a certificate, with the checks and the time of the official provider.

    https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/acm/certificate_validation.go
    """
    arn = inputs["certificateArn"]
    records = {one.rstrip(".") for one in inputs.get("validationRecordFqdns") or []}
    domains = {
        option["ResourceRecord"]["Name"].rstrip("."): option["DomainName"]
        for option in _describe(aws, arn)["DomainValidationOptions"]
    }
    if records and (missing := domains.keys() - records):
        reasons = [f"missing {domains[one]} DNS validation record: {one}" for one in missing]
        raise LookupError("\n".join(reasons))
    what = f"waiting for ACM Certificate ({arn}) to be issued"
    pending = ("PENDING_VALIDATION",)
    await_state(aws, what, lambda: _describe(aws, arn)["Status"], "ISSUED", pending, 75)
    return _VALIDATION.create(aws, inputs)


RESOURCE_TYPES = (
    ResourceType(
        token=_CERTIFICATE,
        create=_create,
        read=unless_gone(_read),
        update=_refuse,
        retag=_tag,
        delete=lambda aws, arn, state: aws("acm").delete_certificate(CertificateArn=arn),
        unordered=words("subjectAlternativeNames"),
    ),
    replace(_VALIDATION, create=_await_issue),
)
