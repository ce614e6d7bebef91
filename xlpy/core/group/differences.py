"""Where the departments of a group do not fit together."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlpy.core.group.facts import RECEIPTS, Facts
from xlpy.core.text import Text

BROKEN, LAYOUT, RULE, MISSING = "broken", "layout", "rule", "month"
PERSON, ORDER, NUMBER, RECEIPT = "person", "order", "number", "receipt"
CREDIT = "credit"
KINDS = {
    BROKEN: Text("核对不符", "not intact"),
    LAYOUT: Text("版式", "layout"),
    RULE: Text("规则不同", "rules differ"),
    MISSING: Text("未结账的月份", "month not closed"),
    PERSON: Text("同名的人", "person in several"),
    ORDER: Text("重复的订单", "order in several"),
    NUMBER: Text("相同的订单号", "same order number"),
    RECEIPT: Text("重复的回款", "receipt in several"),
    CREDIT: Text("跨部门分成", "credit across departments"),
}
"""The kinds of differences; whether one refuses the group or is only listed, a file says."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its kind, what it is about, in which departments, and both in words."""

    kind: str
    about: str
    departments: tuple[str, ...]
    said: Text


def differences(group: Sequence[Facts]) -> list[Difference]:
    """Every difference between the departments of a group, by kind and in their order."""
    found = [
        *_broken(group),
        *_layouts(group),
        *_rules(group),
        *_months(group),
        *_people(group),
        *_orders(group),
        *_receipts(group),
        *_credits(group),
    ]
    return [each for kind in KINDS for each in found if each.kind == kind]


def _name(facts: Facts) -> str:
    return facts.origin.department


def _broken(group: Sequence[Facts]) -> Iterator[Difference]:
    for facts in group:
        for what in facts.origin.broken:
            yield Difference(BROKEN, "", (_name(facts),), what)


def _by_value(kind: str, about: Text, values: Iterable[tuple[str, str]]) -> Iterator[Difference]:
    """One difference where departments do not all have the same value."""
    having: dict[str, list[str]] = defaultdict(list)
    for department, value in values:
        having[value].append(department)
    if len(having) > 1:
        # What most have comes first: the others are what one looks for.
        ordered = sorted(having.items(), key=lambda each: -len(each[1]))
        zh = "；".join(f"{value or '空'}：{_some(names)}" for value, names in ordered)
        en = "; ".join(f"{value or 'blank'}: {_some(names)}" for value, names in ordered)
        others = tuple(name for _, names in ordered[1:] for name in names)
        yield Difference(
            kind, about.en, others, Text(f"{about.zh}不同：{zh}", f"{about.en} differs: {en}")
        )


def _some(names: Sequence[str], most: int = 5) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" +{rest}" if rest > 0 else "")


def _layouts(group: Sequence[Facts]) -> Iterator[Difference]:
    origins = [facts.origin for facts in group]
    yield from _by_value(
        LAYOUT, Text("版式", "layout"), [(each.department, str(each.layout)) for each in origins]
    )


def _rules(group: Sequence[Facts]) -> Iterator[Difference]:
    for rule in dict.fromkeys(rule for facts in group for rule in facts.rules):
        values = [(_name(facts), facts.rules.get(rule, "")) for facts in group]
        yield from _by_value(RULE, Text(rule, rule), values)


def _months(group: Sequence[Facts]) -> Iterator[Difference]:
    for facts in group:
        for month in facts.missing:
            yield Difference(
                MISSING,
                str(month),
                (_name(facts),),
                Text(
                    f"{_name(facts)} 的 {month} 还没有结账，不在合计里",
                    f"{_name(facts)} has not closed {month}; it is not in the sums",
                ),
            )


def _in_several(
    values: Iterable[tuple[str, Iterable[Hashable]]],
) -> dict[tuple[str, ...], list[Any]]:
    """Some departments → what stands in just these, where they are more than one."""
    where: dict[Hashable, list[str]] = defaultdict(list)
    for department, own in values:
        for value in dict.fromkeys(own):
            where[value].append(department)
    found: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for value, names in where.items():
        if len(names) > 1:
            found[tuple(names)].append(value)
    return found


def _people(group: Sequence[Facts]) -> Iterator[Difference]:
    found = _in_several((_name(facts), facts.people) for facts in group)
    for names, people in found.items():
        said = Text(
            f"{_some(people)} 同时在 {'、'.join(names)}：同一个人会领两份工资，不同的人请改名区分",
            (
                f"{_some(people)}: in {', '.join(names)}; one person would be paid twice, and two "
                "people need names of their own"
            ),
        )
        yield Difference(PERSON, ", ".join(people), names, said)


def _orders(group: Sequence[Facts]) -> Iterator[Difference]:
    """Orders that stand twice; and numbers that departments gave to orders of other customers."""
    shared = {order for facts in group for order, _ in facts.credits}
    for names, orders in _same_orders(group).items():
        numbers = [number for number in orders if number not in shared]
        if not numbers:
            continue
        said = Text(
            (
                f"订单 {_some(numbers)} 同时在 {'、'.join(names)}，客户也相同；"
                "只留在一个部门，另一个部门的人记分成"
            ),
            (
                f"orders {_some(numbers)} are in {', '.join(names)}, for the same customers: "
                "keep each "
                "in one department and share its credit with people of the other"
            ),
        )
        yield Difference(ORDER, ", ".join(numbers), names, said)
    for names, numbers in _in_several((_name(facts), facts.orders) for facts in group).items():
        other = [
            number
            for number in numbers
            if len({facts.orders[number] for facts in group if number in facts.orders}) > 1
        ]
        if other:
            said = Text(
                f"订单号 {_some(other)} 在 {'、'.join(names)} 是不同客户的订单",
                f"order numbers {_some(other)} belong to other customers in {', '.join(names)}",
            )
            yield Difference(NUMBER, ", ".join(other), names, said)


_IDENTITY = tuple(
    map(RECEIPTS.index, ("receipt_no", "date", "order_no", "customer", "currency", "amount"))
)


def _receipts(group: Sequence[Facts]) -> Iterator[Difference]:
    """Receipts that stand twice: number, day, order, customer, currency and amount are the same."""
    own = (
        (_name(facts), (tuple(row[at] for at in _IDENTITY) for row in facts.rows["receipts"]))
        for facts in group
    )
    for names, receipts in _in_several(own).items():
        numbers = [str(number) for number, *_ in receipts]
        said = Text(
            f"回款 {_some(numbers)} 同时在 {'、'.join(names)}，会算两次",
            f"receipts {_some(numbers)} are in {', '.join(names)} and count twice",
        )
        yield Difference(RECEIPT, ", ".join(numbers), names, said)


def _credits(group: Sequence[Facts]) -> Iterator[Difference]:
    """Orders that several departments share the credit of, found by their number: whose people
    have which part.
    """
    for names, orders in _same_orders(group).items():
        for number in orders:
            parts = [
                (_name(facts), person)
                for facts in group
                for order, person in facts.credits
                if order == number and _name(facts) in names
            ]
            if parts:
                zh = "、".join(f"{department} 的 {person}" for department, person in parts)
                en = ", ".join(f"{person} of {department}" for department, person in parts)
                said = Text(
                    f"订单 {number} 跨部门分成：{zh}；每笔回款只在一个部门记",
                    f"the credit of order {number} is shared: {en}; each receipt belongs into one "
                    "department",
                )
                yield Difference(CREDIT, number, names, said)


def _same_orders(group: Sequence[Facts]) -> dict[tuple[str, ...], list[str]]:
    """Some departments → the orders, with the same number and customer, that just these have."""
    same = _in_several((_name(facts), facts.orders.items()) for facts in group)
    return {names: [number for number, _ in orders] for names, orders in same.items()}
