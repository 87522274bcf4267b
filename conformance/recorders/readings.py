"""How the provider's messages read as rules of the simulated provider.

Most messages contain their limit. Others describe a pattern in words: those were read from the
provider's source, and each is checked against the provider's answers to all probes.
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from simulator.plugins.aws.limits.rules import Rule

Argument = Callable[[re.Match[str]], Any]


def _both(found: re.Match[str]) -> list[Any]:
    return [_number(found[1]), _number(found[2])]


def _least(found: re.Match[str]) -> list[Any]:
    return [_number(found[1]), None]


def _most(found: re.Match[str]) -> list[Any]:
    return [None, _number(found[1])]


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _words(found: re.Match[str]) -> list[Any]:
    words = re.findall(r'"([^"]*)"|([^\s"]+)', found[1])
    return [quoted or bare for quoted, bare in words]


def _fixed(argument: Any) -> Argument:
    return lambda found: argument


_INT, _FLOAT = r"(-?\d+)", r"(-?[\d.]+)"

_PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]

_LIMITS: tuple[tuple[str, str, Argument], ...] = (
    (rf"UTF-8 character count must be between {_INT} and {_INT}", "characters", _both),
    (rf"string length must be between {_INT} and {_INT}", "bytes", _both),
    (rf"expected length of .* range \({_INT} - {_INT}\)", "bytes", _both),
    (rf"length must be between {_INT}-{_INT} characters", "bytes", _both),
    (rf"cannot be longer than {_INT} UTF-8", "characters", _most),
    (rf"cannot be less than {_INT} UTF-8", "characters", _least),
    (rf"cannot be (?:longer|greater) than {_INT} char", "bytes", _most),
    (rf"cannot be (?:less|shorter) than {_INT} char", "bytes", _least),
    (rf"expected .* range \({_FLOAT} - {_FLOAT}\)", "range", _both),
    (rf"value must be between {_FLOAT} and {_FLOAT}", "range", _both),
    (rf"to be at least \({_FLOAT}\)", "range", _least),
    (rf"value must be at least {_FLOAT}", "range", _least),
    (rf"to be at most \({_FLOAT}\)", "range", _most),
    (rf"value must be at most {_FLOAT}", "range", _most),
    (rf"divisible by {_INT}", "multiple", lambda found: int(found[1])),
    (r"one of:? \[(.*)\](?:, got|$)", "values", _words),
    (r"Valid Values: \[(.*?)\]", "values", _words),
    (r"one of ('', 'true', or 'false')", "values", _fixed(["", "true", "false"])),
    (rf"between {_INT} and {_INT} significant bits", "prefix", _both),
    (r"must be within (10.0.0.0/8), ", "within", _fixed(_PRIVATE)),
    (rf"to be greater than \({_FLOAT}\)", "above", lambda found: float(found[1])),
    (r"must not be zero", "pattern", _fixed("(?!0$).*")),
    (r"to not be an empty string|must not be empty|to not be empty", "bytes", _fixed([1, None])),
)
"""Messages that contain their limit: a regular expression, a kind of rule, its argument."""


_ANYTHING = r"[^\x00-\x1f\x7f]"
"""What the provider calls letters, marks, symbols, numbers and punctuation, and spaces."""

_MARK = r"[^\x00-\x20\x7f]"
"""The same without spaces."""

_DURATION = r"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)"
"""https://pkg.go.dev/time#ParseDuration"""

_NUMBER, _WORD = r"(0|[1-9]\d*)", r"[0-9A-Za-z-]+"
_VERSION = rf"v{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-{_WORD}(\.{_WORD})*)?(\+{_WORD}(\.{_WORD})*)?"
"""https://semver.org"""

_STATISTIC = (
    r"(p|tm|wm|tc|ts)(\d{1,2}(\.\d{1,2})?|100)|IQM"
    r"|(TM|WM|PR|TC|TS)\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\)"
)

_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"must contain from 16 to 128 alphanumeric", r".{16,128}"),
    (r"symbols \(excluding @, \", and /\) allowed", r'[^@"/]+'),
    (r"alphanumeric characters and \(\)\./_- symbols", r"[0-9A-Za-z()./_-]+"),
    (r"can be composed of any kind of letter", rf"{_ANYTHING}*"),
    (r"does not contain \{####\}", r".*\{####\}.*"),
    (r"does not contain \{username\}", r".*\{username\}.*"),
    (r"cannot begin with a hyphen", r"(?!-).*"),
    (r"cannot end with a hyphen|end with a hyphen", r"(.*[^-])?"),
    (r"cannot begin with reserved AWS CMK prefix", r"(?!alias/aws/).*"),
    (r"must begin with 'alias/'", r"alias/[0-9A-Za-z_/-]+"),
    (r"must begin with 'lt-'", r"lt-[0-9a-z]+"),
    (r"isn't a valid log group name", r"[0-9A-Za-z_./#-]+"),
    (r"doesn't look like AWS Account ID|must be a valid AWS account ID", r"\d{12}"),
    (r"doesn't look like AWS Region", r"[a-z]{2}(-[a-z]+)+-\d{1,2}"),
    (r"alphanumeric characters and underscores$", r"[0-9A-Za-z_]+"),
    (r"alphanumeric characters, dots, underscores and hyphens$", r"[0-9A-Za-z._-]+"),
    (r"dots, underscores, colons, slashes and hyphens", r"[0-9A-Za-z._:/-]+"),
    (r"\*\\\{####", rf"{_ANYTHING}*\{{####\}}{_ANYTHING}*"),
    (
        r"\{##\[.*##\\\}",
        r".*\{##.*##\}.*",
    ),
    (r"\[\\p\{L\}\\p\{M\}\\p\{S\}\\p\{N\}\\p\{P\}\\s\]\+", r"(?s:.)*[^\x00-\x08\x7f].*"),
    (r"must satisfy the format of \"ddd:hh24:mi", r"[A-Za-z]{3}:\d\d:\d\d-[A-Za-z]{3}:\d\d:\d\d"),
    (r"must satisfy the format of \"hh24:mi", r"\d\d:\d\d-\d\d:\d\d"),
    (r"cannot begin with sg-", r"(?!sg-).*"),
    (r"must be 1-4 digits", r"\d{1,4}"),
    (r"valid RFC 1123 DNS label", r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"),
    (r"must begin with a letter and contain only alphanumeric", r"[A-Za-z][0-9A-Za-z_.-]*"),
    (r"must begin with a letter", r"[A-Za-z].*"),
    (r"consist of letters, numbers, and hyphens\.", r"[0-9A-Za-z_-]{2,50}"),
    (r"consist of lowercase letters, numbers", r"[0-9A-Za-z_.-]{1,50}"),
    (r"only alphanumeric characters and hyphens", r"[0-9A-Za-z-]+"),
    (r"only alphanumeric characters, hyphens, and underscores", r"[0-9A-Za-z_-]+"),
    (r"only alphanumeric characters, hyphens, underscores, and periods", r"[0-9A-Za-z_.-]{1,50}"),
    (r"only alphanumeric, hyphen, underscore, and period", r"[0-9A-Za-z_.-]{1,50}"),
    (r"only digits, commas, and hyphens", r"[0-9,-]+"),
    (r"special characters \(\._\*-\)", r"[0-9A-Za-z._*-]+"),
    (r"only lowercase alphanumeric, hyphen, or underscore", r"[0-9a-z_-]+"),
    (r"any of the following: / , \. \+ @ = _ -", r"[0-9A-Za-z/,.+@=_-]+"),
    (r"must follow semantic version format", _VERSION),
    (r"must match \[\\w\+=,\.@-\]", r"[\w+=,.@-]*"),
    (r"regular expression \"\[\\\\w\+=,\.@-\]\+\"", r"[\w+=,.@-]+"),
    (r"must not contain colon characters", r"[^:].*"),
    (r"commas, periods, @ symbols, plus and equals", r"[0-9A-Za-z=,.@_+-]+"),
    (r"\[\\w\\s\+=,\.@-\]\+", r"[\w\s+=,.@-]+"),
    (r"characters and /_\+=\.@- special characters", r"[0-9A-Za-z/_+=.@-]+"),
    (r"does not match EC2 automation ARN", r"arn:[\w-]+:automate:[\w-]+:ec2:\w+"),
    (r"cannot contain query parameters", r"[^?]*"),
    (
        r"to have a host|to have a url with schema|to be a valid url",
        r"https://[^/\s%:\[\\^`{|}]+(/\S*)?",
    ),
    (r"to not contain any of \",\"", r"[^,]*"),
    (r"expected \"\{path\}\" to be an empty string", r""),
    (r"cannot be parsed as \"2006-01-02_15:04\"", r"\d{4}-\d\d-\d\d_\d\d:\d\d"),
    (r"For Valkey use|For Redis v6", r"[1-5](\.\d+){2}|6\.x.*|.*[6-9]\.\d+"),
    (r"\[\\p\{L\}\\p\{M\}\\p\{S\}\\p\{N\}\\p\{P\}\]\+@", rf".*{_MARK}@{_MARK}.*"),
    (r"\[\\p\{L\}\\p\{M\}\\p\{S\}\\p\{N\}\\p\{P\}\]\+", rf".*{_MARK}.*"),
    (r"can include any letter, number, space, tab", r"[\w\s+=,.@-]+"),
    (r"can include any valid Unicode letter", rf"{_MARK}+"),
    (r"must begin and end with a slash", r"/|/.*/"),
    (r"must not contain consecutive slashes", r"(?!.*//).*"),
    (r"maximum of 2 wildcards", r"[^*]*(\*[^*]*){0,2}"),
    (r"invalid statistic", _STATISTIC),
    (r"Time Duration", rf"[-+]?(0|({_DURATION})+)"),
    (r"Cannot be parsed as duration|RFC 3339 duration", rf"P.+|[-+]?(0|({_DURATION})+)"),
)
"""Messages that describe a pattern: a regular expression of the message, and of the values."""

_FORMATS: tuple[tuple[str, str], ...] = (
    (r"must be base64-encoded", "base64"),
    (r"must be the role's name not its ARN", "no arn"),
    (r"is an invalid ARN|cannot be parsed as an ARN", "arn"),
    (r"contains an invalid JSON|an empty string, which is not a valid JSON value", "json"),
    (r"valid IPv4 address", "ipv4"),
    (r"valid IPv6 address", "ipv6"),
    (r"RFC ?3339", "time"),
    (r"not a valid (IPv[46] )?CIDR block|to contain a valid (network )?Value", "cidr"),
)
"""Messages that name a format."""


_LOOSER: Mapping[str, tuple[str, ...]] = {
    "arn": ("arn syntax",),
    "cidr": ("ipv4 cidr", "ipv6 cidr", "cidr with host bits"),
    "ipv6": ("ip",),
    "json": ("json object",),
    "time": ("date and time", "date"),
    "[0-9A-Za-z._-]+": (r"[\w\s+=,.@-]+",),
    "[0-9A-Za-z._:/-]+": (f"{_MARK}+",),
}
"""Other formats and patterns that the provider describes with the same words."""


def alternatives(rule: Rule) -> list[Rule]:
    """A rule, and the others that its message may mean."""
    kind, argument, message = rule
    if kind not in ("format", "pattern"):
        return [rule]
    found = [(kind, other, message) for other in (argument, *_LOOSER.get(argument, ()))]
    if kind == "pattern" and argument.startswith("["):
        found.append(("contains", argument, message))
    return found


def rule(message: str) -> Rule:
    """The rule of a message, with `{value}` and `{path}` in place of both.

    Raises LookupError if the message cannot be read.
    """
    if found := re.search(r"comply with restrictions \((\".*?\")\)", message):
        # The provider quotes the expression as Go does, which JSON can read here.
        return "pattern", json.loads(found[1]).strip("^$"), message
    for text, kind, argument in _LIMITS:
        if found := re.search(text, message, re.DOTALL):
            return kind, argument(found), message
    for text, pattern in _PATTERNS:
        if re.search(text, message, re.DOTALL):
            return "pattern", pattern, message
    for text, name in _FORMATS:
        if found := re.search(text, message, re.DOTALL):
            return "format", name, message[: found.end()]
    raise LookupError(message)
