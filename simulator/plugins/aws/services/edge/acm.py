"""AWS Certificate Manager: certificates, whose id is the ARN, and their validation.

DNS is not checked here: a certificate counts as issued when the program waits for its validation.
"""

import hashlib

from simulator.plugins.aws.calls import answered, changed, send
from simulator.plugins.aws.records import recorded
from simulator.plugins.aws.resource import Aws, ResourceType, unless_gone
from simulator.plugins.aws.shapes import Props, tag_list, tag_map, words

_CERTIFICATE = "aws:acm/certificate:Certificate"


def _create(aws: Aws, inputs: Props) -> str:
    settings = {key: inputs[key] for key in inputs if key != "tags"}
    return send(aws, "acm", "RequestCertificate", settings)["CertificateArn"]


def _read(aws: Aws, arn: str) -> Props:
    found = aws("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    tags = aws("acm").list_tags_for_certificate(CertificateArn=arn)["Tags"]
    return {
        **answered(aws, _CERTIFICATE, found),
        "arn": arn,
        "domainValidationOptions": [
            _proof(name) for name in sorted(found["SubjectAlternativeNames"])
        ],
        "subjectAlternativeNames": [
            name for name in found["SubjectAlternativeNames"] if name != found["DomainName"]
        ],
        "tags": tag_map(tags),
        "validationMethod": found.get("ValidationMethod", "DNS"),
    }


def _proof(name: str) -> Props:
    """The DNS validation record of a name; the same for its wildcard. ACM generates its values."""
    proved = name.removeprefix("*.")
    digest = hashlib.sha256(proved.encode()).hexdigest()
    return {
        "domainName": name,
        "resourceRecordName": f"_{digest[:32]}.{proved}.",
        "resourceRecordType": "CNAME",
        "resourceRecordValue": f"_{digest[32:]}.acm-validations.aws.",
    }


def _refuse(aws: Aws, arn: str, old: Props, new: Props) -> None:
    if old and changed(old, new, "options"):
        raise LookupError("the simulated account cannot change the options of a certificate")


def _tag(aws: Aws, arn: str, dropped: list[str], kept: dict[str, str]) -> None:
    if dropped:
        gone = [{"Key": key} for key in dropped]
        aws("acm").remove_tags_from_certificate(CertificateArn=arn, Tags=gone)
    aws("acm").add_tags_to_certificate(CertificateArn=arn, Tags=tag_list(kept))


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
    recorded(
        "aws:acm/certificateValidation:CertificateValidation",
        identify=lambda inputs: inputs["certificateArn"],
        arn=lambda aws, id_: id_,
        # The official provider only waits for the certificate and creates nothing.
        may_be_there=True,
    ),
)
