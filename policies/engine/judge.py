"""Converts a rule into a policy of the Pulumi SDK, with exemptions and unknown values."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pulumi
from pulumi_policy import (
    Policy,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError

from policies.engine.exemptions import exemptions_of
from policies.engine.postponed import is_postponed
from policies.engine.resource import Others, Resource
from policies.engine.rule import AnyRule, Context

TO_BE_CHECKED = "to be checked at deployment"
"""The first words of a report about an unknown value."""


class ToBeCheckedError(UnknownValueError):
    """Raised for unknown values: neither pass nor failure. The SDK reports it as advisory."""

    def __init__(self, unknown: Iterable[str]) -> None:
        super().__init__(UNKNOWN_STRING_VALUE, [])
        self.message = f"{TO_BE_CHECKED}, when these are known: {'; '.join(unknown)}"

    def __str__(self) -> str:
        return self.message


def judge(
    rule: AnyRule, resources: Iterable[Resource], context: Context[Any]
) -> Iterator[tuple[Resource, str]]:
    """Yields a message for each problem of each resource.

    Raises ToBeCheckedError at the end if a value was unknown, after all known values are checked.
    """
    if is_postponed(rule, context):
        return
    unknown: list[str] = []
    for one in resources:
        if one.type in rule.judges:
            yield from ((one, text) for text in _judged(rule, one, context, unknown))
    if unknown:
        raise ToBeCheckedError(unknown)


def policy_of(rule: AnyRule) -> Policy:
    """Returns the rule as a policy of the Pulumi SDK."""

    def of_resource(args: ResourceValidationArgs, report: ReportViolation) -> None:
        _report(rule, [Resource.of(args)], _context(rule, args.get_config()), report)

    def of_stack(args: StackValidationArgs, report: ReportViolation) -> None:
        resources = tuple(Resource.of(one) for one in args.resources)
        context = replace(_context(rule, args.get_config()), others=Others(resources))
        _report(rule, resources, context, report)

    # No configuration schema is passed to the SDK: our own validation gives better messages.
    if is_over_stack(rule):
        return StackValidationPolicy(
            rule.name, rule.description, of_stack, rule.level, remediation_steps=rule.remedy
        )
    return ResourceValidationPolicy(
        rule.name, rule.description, of_resource, rule.level, remediation_steps=rule.remedy
    )


def is_over_stack(rule: AnyRule) -> bool:
    """Whether the rule needs all resources of the stack."""
    return rule.over_stack or bool(rule.joins)


def _report(
    rule: AnyRule, resources: Iterable[Resource], context: Context[Any], report: ReportViolation
) -> None:
    for one, text in judge(rule, resources, context):
        report(f"{text[:1].upper()}{text[1:]} {rule.remedy}", one.urn)


def _judged(rule: AnyRule, one: Resource, context: Context[Any], unknown: list[str]) -> list[str]:
    """Returns the problems of a resource. Appends the properties that are unknown to `unknown`."""
    problems: list[str] = []
    try:
        problems.extend(rule.check(one, context))
    except UnknownValueError as error:
        unknown.append(_place(error, one))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # A program that is not ours may pass any value, such as a policy document that is not JSON.
        problems.append(f"it cannot be checked because one of its values is invalid: {error!r}.")
    try:
        return [*_not_exempt(rule, one, context, problems)] if problems else []
    except UnknownValueError as error:
        unknown.append(_place(error, one))
        return []


def _place(error: UnknownValueError, one: Resource) -> str:
    return f"{'.'.join(error.props)} of {one}"


def _not_exempt(
    rule: AnyRule, one: Resource, context: Context[Any], problems: list[str]
) -> Iterator[str]:
    config = [each for each in context.config.exemptions if each.covers(one)]
    found = [*config, *exemptions_of(rule.name, one)]
    unreadable = [each for each in found if isinstance(each, str)]
    valid = [each for each in found if not isinstance(each, str)]
    if any(each.expires >= context.today for each in valid):
        return
    yield from problems
    yield from unreadable
    yield from (
        f"its exemption, owned by {each.owner}, expired on {each.expires}: fix the violation or"
        " agree on a new date."
        for each in valid
    )


def _context(rule: AnyRule, config: Any) -> Context[Any]:
    return Context(
        rule.config.model_validate(config or {}),
        os.environ.get("PULUMI_STACK", ""),
        pulumi.runtime.get_config_env(),
    )
