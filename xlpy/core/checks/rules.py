"""Dated rules that are missing on a day, contradict each other or have no usable value."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.department import Department
from xlpy.core.issues import Issue, error, warning
from xlpy.core.money import rounded
from xlpy.core.parameters import (
    DOUBTS,
    OF_CLOSES,
    PARAMETERS,
    PERCENT,
    is_usable,
    number_of,
    parameter_of,
    wanted,
)
from xlpy.core.policy import KINDS, NoRule, Rules, RulesOn
from xlpy.core.tables.rules import PolicyRow, Share, Tier
from xlpy.core.text import Text

SCHEMES = {"personal": "B-3.B.1", "team": "B-3.B.2"}
SPLITS = {"month": "B-3.B.2.c", "quarter": "B-3.C.a", "year": "B-3.C.b"}


def usable(department: Department, on: RulesOn, closed: bool = False) -> Iterator[Issue]:
    """Everything that is wrong with the rules in force on a day; rows that cannot be read have
    issues of their own.

    `closed`: the day is of a closed month, whose rules only have to be such that it can be
    computed again.
    """
    unreadable = {
        table: {key[0] for key in keys if isinstance(key, tuple)}
        for table, keys in department.unreadable.items()
        if table in TABLES
    }
    for table, check in TABLES.items():
        yield from check(department.rules, on, unreadable.get(table, ()))
    if closed:
        yield from _of_closed(department.rules, on)


def values(rules: Rules, on: RulesOn, unreadable: Collection[str]) -> Iterator[Issue]:
    """A parameter without a row in force, or with a blank one; where it has one later, that row is
    named.
    """
    rows = {row.key: row for row in rules.rows_on(on.day) if isinstance(row, PolicyRow)}
    for key, parameter in PARAMETERS.items():
        if parameter.blank or key in unreadable or (key in rows and rows[key].value is not None):
            continue
        row = rows.get(key) or min(
            (r for r in rules.policy if r.key == key), key=_from, default=None
        )
        missing, (zh, en) = NoRule(key, on.day), wanted(parameter)
        zh, en = f"{missing.zh}；可填{zh}", f"{missing.en}; it takes {en}"
        if row is None:
            zh += "。较早的程序做的工作簿：tradedept upgrade 补上默认值"
            en += ". To a workbook of an earlier version tradedept upgrade adds the default"
        yield error(
            "policy", row.row if row else None, "value", _source(row), Text(zh, en), "rule.value"
        )


def unusable(rules: Rules, since: date, through: date | None) -> Iterator[Issue]:
    """Every value of the policy that its parameter cannot have, whatever reads it.

    Looked at are the rows in force on the day `since` or later, but for those that begin after
    `through`.
    """
    later: dict[str, date] = {}
    for row in sorted(rules.policy, key=_from, reverse=True):
        over, parameter = later.get(row.key), parameter_of(row.key)
        later[row.key] = row.from_
        past = over is not None and over <= since
        if parameter is None or past or (through is not None and row.from_ > through):
            continue
        # A blank of a parameter that needs a value is reported as missing.
        if row.value is not None and not is_usable(parameter, row.value):
            yield _unusable(row)


def _of_closed(rules: Rules, on: RulesOn) -> Iterator[Issue]:
    """The values in force that no close could compute with."""
    for row in rules.rows_on(on.day):
        if isinstance(row, PolicyRow) and row.value is not None and row.key in OF_CLOSES:
            parameter = parameter_of(row.key)
            if parameter and not is_usable(parameter, row.value, bounded=False):
                yield _unusable(row)


def _unusable(row: PolicyRow) -> Issue:
    parameter = parameter_of(row.key)
    wants = wanted(parameter) if parameter else ("", "")
    said = Text(
        f"规则 {row.key} 的“{row.value}”不是可用的值；可填{wants[0]}",
        f'the rule {row.key} cannot be "{row.value}"; it takes {wants[1]}',
    )
    return error("policy", row.row, "value", _source(row), said, "rule.value")


def _source(row: PolicyRow | None) -> str:
    return (row.source if row else None) or "RULES"


def _from(row: PolicyRow) -> date:
    return row.from_


def unknown(department: Department) -> Iterator[Issue]:
    """A parameter that nothing reads (a warning): a misspelt one would change no rule and say
    nothing.
    """
    for row in department.rules.policy:
        if parameter_of(row.key) is None:
            said = Text(
                f"没有规则读取参数“{row.key}”，这一行不起作用；请核对参数名",
                (
                    f'nothing reads the parameter "{row.key}", so the row has no effect; check its '
                    "spelling"
                ),
            )
            yield warning("policy", row.row, "key", "RULES", said, "rule.unknown")


def fractions(rules: Rules, on: RulesOn) -> Iterator[Issue]:
    """Percentages in force that look like fractions (warnings): a spreadsheet makes 0.02 of a
    typed 2%.

    What a usual one does not lie under is a parameter of its own for each kind (`doubt.…`). Raises
    NoRule.
    """
    for row in rules.rows_on(on.day):
        if isinstance(row, Tier) and row.scheme not in on.has_tiers:
            # These have an issue of their own.
            continue
        for table, column, source, value, doubt in _percentages(row):
            if value is not None and 0 < Fraction(value) < Fraction(on.number(doubt)):
                said = Text(
                    (
                        f"{value} 在这里就是百分之 {value}；要填百分数（2 % 写 2，150 % 写 "
                        "150），请"
                        "核对"
                    ),
                    (
                        f"{value} means {value} % here; percentages are written whole (2 for 2 %, "
                        "150 for 150 %): check it"
                    ),
                )
                yield warning(table, row.row, column, source, said, "rule.fraction")


def _percentages(
    row: PolicyRow | Tier | Share,
) -> Iterator[tuple[str, str, str, Decimal | None, str]]:
    """The percentages of a row: table, column, rule, value, and the parameter that says what is
    too little.
    """
    if isinstance(row, Tier):
        source = SCHEMES.get(row.scheme, "B-3.B.1")
        yield "tiers", "over", source, row.over, "doubt.tier_over"
        yield "tiers", "rate", source, row.rate, "doubt.tier_rate"
    elif isinstance(row, Share):
        yield "shares", "share", SPLITS.get(row.scheme, "B-3.B.2.c"), row.share, "doubt.share"
    elif _is_percent(row.key):
        yield "policy", "value", _source(row), number_of(row.value), "doubt.percent"


def _is_percent(key: str) -> bool:
    return key in PARAMETERS and PARAMETERS[key].kind == PERCENT and not key.startswith(DOUBTS)


def tiers(rules: Rules, on: RulesOn, unreadable: Collection[str]) -> Iterator[Issue]:
    """A scheme without a tier that begins at 0 %: the first part would earn nothing."""
    for scheme, rule in SCHEMES.items():
        if scheme not in on.has_tiers and scheme not in unreadable:
            said = Text(
                f"提成档 {scheme} 在 {on.day} 没有从 0 % 开始的一档；请加一行（超过任务% 为 0）",
                f"the tiers {scheme} have none from 0 % on {on.day}; add a row whose over is 0",
            )
            row = next(
                (
                    r.row
                    for r in rules.rows_on(on.day)
                    if isinstance(r, Tier) and r.scheme == scheme
                ),
                None,
            )
            yield error("tiers", row, "over", rule, said, "rule.tiers")


def sums(rules: Rules, on: RulesOn, unreadable: Collection[str]) -> Iterator[Issue]:
    """Shares that do not sum to 100 %, or that the scheme does not know."""
    rows = [row for row in rules.rows_on(on.day) if isinstance(row, Share)]
    for scheme, rule in SPLITS.items():
        mine = [row for row in rows if row.scheme == scheme]
        total = sum(on.percents.get(scheme, {}).values(), Fraction(0))
        if total != 100 and scheme not in unreadable:
            where = ", ".join(str(row.row) for row in mine)
            said = Text(
                (
                    f"{scheme} 的分配比例在 {on.day} 合计 {rounded(total)} %，不是 100 %（第 "
                    f"{where} "
                    "行）；请改正"
                ),
                (
                    f"the shares {scheme} sum to {rounded(total)} % on {on.day}, not 100 % (rows "
                    f"{where}); correct them"
                ),
            )
            yield error("shares", mine[0].row if mine else None, "share", rule, said, "rule.shares")
        for row in mine:
            if row.kind not in KINDS[scheme] and row.share:
                said = Text(
                    f"{scheme} 的分配没有“{row.kind}”这一项；可用 {'、'.join(KINDS[scheme])}",
                    f"the shares {scheme} know no {row.kind}; they have {', '.join(KINDS[scheme])}",
                )
                yield error("shares", row.row, "kind", rule, said, "rule.kind")


TABLES = {"policy": values, "tiers": tiers, "shares": sums}
"""The rule tables, and what checks their rows in force."""
