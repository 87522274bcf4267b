"""ACM certificates that are validated by DNS are issued when their records exist in Route 53."""

import hashlib
from functools import partial
from typing import Any

from moto.acm.models import AWSCertificateManagerBackend, CertBundle
from moto.route53.models import route53_backends

from simulator.account.clock import CLOCK

_CHECK_SECONDS = 60
"""How often ACM looks for the records. ACM documents no time, only that it can take 30 minutes.

https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
"""

_request = AWSCertificateManagerBackend.request_certificate
_describe = CertBundle.describe


def _request_unproved(self: AWSCertificateManagerBackend, *arguments: Any, **named: Any) -> str:
    arn = _request(self, *arguments, **named)
    self._certificates[arn].status = "PENDING_VALIDATION"
    CLOCK.after(_CHECK_SECONDS, partial(_look, self, arn))
    return arn


def _look(backend: AWSCertificateManagerBackend, arn: str) -> None:
    """Issue a certificate if all its records exist, else look again later."""
    certificate = backend._certificates.get(arn)
    if certificate is None:
        return
    zones = route53_backends[backend.account_id]["aws"].zones.values()
    records = [one for zone in zones for one in zone.rrsets if one.type == "CNAME"]
    present = {(one.name, value) for one in records for value in one.records}
    wanted = {(one["Name"], one["Value"]) for one in map(_record, certificate.sans)}
    if wanted <= present:
        certificate.status = "ISSUED"
    else:
        CLOCK.after(_CHECK_SECONDS, partial(_look, backend, arn))


def _record(name: str) -> dict[str, str]:
    """The DNS record that proves a name; the same for its wildcard. ACM generates its values."""
    proved = name.removeprefix("*.")
    digest = hashlib.sha256(proved.encode()).hexdigest()
    return {
        "Name": f"_{digest[:32]}.{proved}.",
        "Type": "CNAME",
        "Value": f"_{digest[32:]}.acm-validations.aws.",
    }


def _described(self: CertBundle) -> dict[str, Any]:
    answer = _describe(self)
    for option in answer["Certificate"].get("DomainValidationOptions", ()):
        option["ResourceRecord"] = _record(option["DomainName"])
    return answer


def _not_by_time(self: CertBundle) -> None:
    """Leave the status alone; moto would issue a certificate after a minute."""


def install() -> None:
    """Patch moto in this process."""
    AWSCertificateManagerBackend.request_certificate = _request_unproved
    CertBundle.check = _not_by_time
    CertBundle.describe = _described
