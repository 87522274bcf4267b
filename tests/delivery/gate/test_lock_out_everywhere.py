"""Tests of the lock-out proof against a brute-force search over all orders of steps."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from delivery.gate.access.lock_out import is_person, lock_outs
from delivery.plan.change import Change, Op
from delivery.plan.stack_plan import StackPlan
from tests.delivery.gate.gate_plans import (
    ADA,
    CLUSTER,
    CONFIG_MAP,
    DEPLOYER,
    ENTRY,
    GRACE,
    MACHINE,
    POLICY,
    PROVIDER,
    Inputs,
    entry,
    kubeconfig,
    mode,
    policy,
    rows,
)
from tests.delivery.plans import change, plan

MOST_STEPS = 6
OTHER_DEPLOYER = f"{DEPLOYER}-new"
PRINCIPALS = (ADA, GRACE, MACHINE, DEPLOYER, OTHER_DEPLOYER)
MODES = ("CONFIG_MAP", "API_AND_CONFIG_MAP", "API")

Value = frozenset[str]
"""The relevant input of a resource: a mode, the admins of all rows, or one principal."""


@dataclass(frozen=True)
class World:
    """The access settings in AWS and the cluster."""

    mode: str
    rows: frozenset[str]
    entries: frozenset[str]
    policies: frozenset[str]

    def grants_access(self, who: str) -> bool:
        as_row = who in self.rows
        as_entry = who in self.entries and who in self.policies
        if self.mode == "API":
            return as_entry
        if self.mode == "CONFIG_MAP":
            return as_row
        return as_entry or (as_row and who not in self.entries)

    def with_(self, type_: str, value: Value) -> "World":
        match type_:
            case "mode":
                return replace(self, mode=only(value))
            case "rows":
                return replace(self, rows=value)
            case "entry":
                return replace(self, entries=self.entries | value)
            case _:
                return replace(self, policies=self.policies | (value & self.entries))

    def without(self, type_: str, value: Value) -> "World":
        match type_:
            case "rows":
                return replace(self, rows=frozenset[str]())
            case "entry":
                entries, policies = self.entries - value, self.policies - value
                return replace(self, entries=entries, policies=policies)
            case _:
                return replace(self, policies=self.policies - value)


def only(value: Value) -> str:
    (one,) = value
    return one


@dataclass(frozen=True)
class Item:
    """A resource of a generated plan; `old` or `new` is None if it does not exist then."""

    number: int
    type: str
    op: Op
    old: Value | None
    new: Value | None
    deletes_first: bool


@dataclass(frozen=True)
class Act:
    """An atomic action of the engine."""

    item: Item
    makes: bool

    @property
    def at_the_end(self) -> bool:
        return not self.makes and not (self.item.op is Op.REPLACE and self.item.deletes_first)

    def done_to(self, world: World) -> World:
        value = self.item.new if self.makes else self.item.old
        assert value is not None
        return (world.with_ if self.makes else world.without)(self.item.type, value)


def acts(items: Collection[Item]) -> list[Act]:
    return [
        Act(item, makes)
        for item in items
        for makes in (True, False)
        if item.op in ((Op.CREATE, Op.UPDATE, Op.REPLACE) if makes else (Op.DELETE, Op.REPLACE))
    ]


def before(first: Act, then: Act) -> bool:
    """Returns whether the engine runs `first` before `then`."""
    if first.at_the_end != then.at_the_end:
        return then.at_the_end
    if then.at_the_end:
        return False
    if first.item == then.item:
        return not first.makes and then.makes
    principals = {first.item.new if first.makes else first.item.old, then.item.new}
    types = (first.item.type, then.item.type)
    return types == ("entry", "policy") and then.makes and len(principals) == 1


def everything(start: World, todo: list[Act]) -> Iterator[tuple[World, bool]]:
    """Yields every world that an order of the acts leads to, and whether it is the end."""
    seen: set[tuple[World, frozenset[Act]]] = set()
    ways = [(start, frozenset[Act]())]
    while ways:
        world, done = ways.pop()
        if (world, done) in seen:
            continue
        seen.add((world, done))
        yield world, len(done) == len(todo)
        ways += [
            (act.done_to(world), done | {act})
            for act in todo
            if act not in done and all(one in done for one in todo if before(one, act))
        ]


def locked_out(
    start: World, todo: list[Act], during: Collection[str], then: Collection[str]
) -> bool:
    repaired = not any(start.grants_access(one) for one in during)
    return any(
        not any(world.grants_access(one) for one in (then if ended else during))
        for world, ended in everything(start, todo)
        if ended or not repaired
    )


def change_of(item: Item) -> Change:
    types = {"mode": CLUSTER, "rows": CONFIG_MAP, "entry": ENTRY, "policy": POLICY}

    def inputs(value: Value) -> Inputs:
        match item.type:
            case "rows":
                return rows(*value)
            case "mode":
                return mode(only(value))
            case "entry":
                return entry(only(value))
            case _:
                return policy(only(value))

    old, new = (None if one is None else inputs(one) for one in (item.old, item.new))
    name, first = f"{item.type}-{item.number}", item.deletes_first
    return change(types[item.type], name, item.op, old, new, deletes_first=first)


principals = st.sampled_from([frozenset({one}) for one in PRINCIPALS])
lists = st.frozensets(st.sampled_from(PRINCIPALS))


_WAYS_IN = (
    Item(90, "rows", Op.SAME, frozenset({ADA, GRACE}), frozenset({ADA, GRACE}), False),
    Item(91, "entry", Op.SAME, frozenset({DEPLOYER}), frozenset({DEPLOYER}), False),
    Item(92, "policy", Op.SAME, frozenset({DEPLOYER}), frozenset({DEPLOYER}), False),
)
"""Initial access; without it most generated plans are locked out from the start."""


@st.composite
def items(draw: st.DrawFn, across: bool) -> list[Item]:
    """Returns resources that exist once each, but may be written twice, as on a rename.

    With `across`, a replacement that deletes first may give an entry to another principal.
    """
    found = [*draw(st.sampled_from(((), _WAYS_IN)))]
    there = {known(item.type, item.old) for item in found}
    steps = 0
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(("rows", "entry", "entry", "policy", "policy")))
        values = lists if kind == "rows" else principals
        op = draw(st.sampled_from((Op.SAME, *(one for one in Op if one is not Op.IMPORT))))
        first = draw(st.booleans()) if op is Op.REPLACE else False
        old = None if op is Op.CREATE else draw(values)
        new = None if op in (Op.DELETE, Op.FORGET) else draw(values)
        if op is Op.SAME or (op is Op.UPDATE and kind != "rows") or (first and not across):
            new = old if kind != "rows" or op is Op.SAME else new
        if known(kind, old) in there or (kind == "policy" and old and ("entry", old) not in there):
            continue
        steps += {Op.SAME: 0, Op.FORGET: 0, Op.REPLACE: 2}.get(op, 1)
        if steps > MOST_STEPS:
            break
        if old is not None:
            there.add(known(kind, old))
        found.append(Item(number, kind, op, old, new, first))
    return found


def known(kind: str, old: Value | None) -> tuple[str, Value | None]:
    """Returns the identity of a setting; there is only one aws-auth, with any rows."""
    return (kind, frozenset[str]()) if kind == "rows" and old is not None else (kind, old)


@st.composite
def stories(draw: st.DrawFn, across: bool = False) -> tuple[list[Item], str, str]:
    """Returns resources, and the deployers before and after."""
    now, after = draw(st.sampled_from(MODES)), draw(st.sampled_from(MODES))
    op = Op.SAME if now == after else Op.UPDATE
    cluster = Item(99, "mode", op, frozenset({now}), frozenset({after}), False)
    deployers = (draw(st.sampled_from((DEPLOYER, OTHER_DEPLOYER))), DEPLOYER)
    return draw(st.permutations([cluster, *draw(items(across))])), *deployers


def planned(story: tuple[list[Item], str, str]) -> StackPlan:
    found, now, then = story
    op = Op.SAME if now == then else Op.UPDATE
    provider = change(PROVIDER, "k8s", op, kubeconfig(now), kubeconfig(then))
    return plan(*map(change_of, found), provider)


def start_of(found: Collection[Item]) -> World:
    def all_of(type_: str) -> Value:
        old = (item.old for item in found if item.type == type_)
        return frozenset[str]().union(*(value for value in old if value))

    return World(only(all_of("mode")), all_of("rows"), all_of("entry"), all_of("policy"))


def groups(story: tuple[list[Item], str, str]) -> dict[str, tuple[set[str], set[str]]]:
    _, now, then = story
    people = set(filter(is_person, PRINCIPALS))
    return {"every human admin": (people, people), "the deployer": ({now, then}, {then})}


@settings(max_examples=120)
@given(stories())
def test_a_lock_out_is_reported_if_and_only_if_an_order_of_steps_causes_it(
    story: tuple[list[Item], str, str],
) -> None:
    found = {one.who for one in lock_outs(planned(story))}
    todo = acts(story[0])
    for who, (during, then) in groups(story).items():
        expected = locked_out(start_of(story[0]), todo, during, then)
        event(f"{who}: {expected}")
        assert (who in found) == expected


@settings(max_examples=60)
@given(stories(across=True))
def test_no_lock_out_is_missed_when_an_entry_moves_to_another_principal(
    story: tuple[list[Item], str, str],
) -> None:
    found = {one.who for one in lock_outs(planned(story))}
    todo = acts(story[0])
    for who, (during, then) in groups(story).items():
        if locked_out(start_of(story[0]), todo, during, then):
            assert who in found


@settings(max_examples=40)
@given(stories())
def test_the_order_of_resources_in_a_plan_does_not_matter(
    story: tuple[list[Item], str, str],
) -> None:
    whole = planned(story)
    turned = replace(whole, resources=whole.resources[::-1])
    assert [one.who for one in lock_outs(turned)] == [one.who for one in lock_outs(whole)]


@settings(max_examples=40)
@given(stories())
def test_a_plan_without_changes_causes_no_lock_out(story: tuple[list[Item], str, str]) -> None:
    still = [replace(item, op=Op.SAME, new=item.old) for item in story[0] if item.old is not None]
    assume(still)
    now = start_of(still)
    found = {one.who for one in lock_outs(planned((still, DEPLOYER, DEPLOYER)))}
    assert ("the deployer" in found) == (not now.grants_access(DEPLOYER))
