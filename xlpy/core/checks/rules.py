"""Dated rules that are missing on a day, contradict each other or have no usable value."""

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from xlpy.core.department import Department
from xlpy.core.issues import Issue, error, warning
from xlpy.core.money import rounded
from xlpy.core.policy import CAPS, CHOICES, KINDS, NUMBERS, OPTIONAL, TEXTS, NoRule, Rules, RulesOn
from xlpy.core.records import PolicyRow, Share, Tier

SCHEMES = {"personal": "B-3.B.1", "team": "B-3.B.2"}
SPLITS = {"month": "B-3.B.2.c", "quarter": "B-3.C.a", "year": "B-3.C.b"}


def usable(department: Department, on: RulesOn) -> Iterator[Issue]:
    """Everything that is wrong with the rules in force on a day; rows that cannot be read have issues of their own."""
    unreadable = {table: {key[0] for key in keys} for table, keys in department.unreadable.items() if table in TABLES}
    for table, check in TABLES.items():
        yield from check(department.rules, on, unreadable.get(table, ()))


def values(rules: Rules, on: RulesOn, unreadable: Collection[str]) -> Iterator[Issue]:
    """A parameter without a value, or with one that it cannot have; where it has one later, that row is named."""
    rows = {row.key: row for row in rules.rows_on(on.day) if isinstance(row, PolicyRow)}
    catalogue = [key for key in rows if key.startswith(("fine.", "wage."))]
    readers: dict[str, Callable[[str], object]] = {
        **dict.fromkeys(catalogue, on.optional_fen),
        **dict.fromkeys(TEXTS, on.text),
        **dict.fromkeys(CHOICES, on.choice),
        **dict.fromkeys(NUMBERS, on.number),
        **dict.fromkeys(CAPS, on.cap),
        **dict.fromkeys(OPTIONAL, on.optional_ratio),
    }
    for key, read in readers.items():
        try:
            read(key)
        except NoRule as missing:
            if key in unreadable:
                continue
            row = rows.get(key) or min((r for r in rules.policy if r.key == key), key=_from, default=None)
            zh, en = _with_choices(key, missing)
            source = (row.source if row else None) or "RULES"
            yield error("policy", row.row if row else None, "value", source, zh, en, "rule.value")


def _from(row: PolicyRow):
    return row.from_


def unknown(department: Department, known: Collection[str]) -> Iterator[Issue]:
    """A parameter that nothing reads (a warning): a misspelt one would change no rule and say nothing."""
    for row in department.rules.policy:
        if row.key not in known and not row.key.startswith("fine."):
            zh = f"没有规则读取参数“{row.key}”，这一行不起作用；请核对参数名"
            en = f'nothing reads the parameter "{row.key}", so the row has no effect; check its spelling'
            yield warning("policy", row.row, "key", "RULES", zh, en, "rule.unknown")


def fractions(rules: Rules, on: RulesOn) -> Iterator[Issue]:
    """Percentages in force that look like fractions (warnings): a spreadsheet makes 0.02 of a typed 2%."""
    for row in rules.rows_on(on.day):
        if isinstance(row, Tier) and row.scheme not in on.has_tiers:
            # These have an issue of their own.
            continue
        for table, column, source, value, whole in _percentages(row):
            if value is not None and 0 < Fraction(value) < whole:
                zh = f"{value} 在这里就是百分之 {value}；要填百分数（2 % 写 2，150 % 写 150），请核对"
                en = f"{value} means {value} % here; percentages are written whole (2 for 2 %, 150 for 150 %): check it"
                yield warning(table, row.row, column, source, zh, en, "rule.fraction")


def _percentages(row: PolicyRow | Tier | Share) -> Iterator[tuple]:
    """The percentages of a row: table, column, rule, value, and what a usual one does not lie under."""
    if isinstance(row, Tier):
        source = SCHEMES.get(row.scheme, "B-3.B.1")
        yield "tiers", "over", source, row.over, _USUAL_OVER
        yield "tiers", "rate", source, row.rate, _USUAL_RATE
    elif isinstance(row, Share):
        yield "shares", "share", SPLITS.get(row.scheme, "B-3.B.2.c"), row.share, _USUAL_SHARE
    elif NUMBERS.get(row.key) == "percent" or row.key in (*CAPS, *OPTIONAL):
        yield "policy", "value", row.source or "RULES", _number(row.value), _USUAL_VALUE


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


# What a percentage lies under that may be meant as a fraction: 1.5 of a target is 150 %, 0.0125 a rate of 1.25 %.
_USUAL_OVER, _USUAL_RATE, _USUAL_SHARE, _USUAL_VALUE = 10, Fraction(1, 10), 1, Fraction(101, 100)


def _with_choices(key: str, missing: NoRule) -> tuple[str, str]:
    if key not in CHOICES:
        return missing.zh, missing.en
    options = " / ".join(CHOICES[key])
    return f"{missing.zh}；可选 {options}", f"{missing.en}; choose {options}"


def tiers(rules: Rules, on: RulesOn, unreadable: Collection[str]) -> Iterator[Issue]:
    """A scheme without a tier that begins at 0 %: the first part would earn nothing."""
    for scheme, rule in SCHEMES.items():
        if scheme not in on.has_tiers and scheme not in unreadable:
            zh = f"提成档 {scheme} 在 {on.day} 没有从 0 % 开始的一档；请加一行（超过任务% 为 0）"
            en = f"the tiers {scheme} have none from 0 % on {on.day}; add a row whose over is 0"
            row = next((r.row for r in rules.rows_on(on.day) if isinstance(r, Tier) and r.scheme == scheme), None)
            yield error("tiers", row, "over", rule, zh, en, "rule.tiers")


def sums(rules: Rules, on: RulesOn, unreadable: Collection[str]) -> Iterator[Issue]:
    """Shares that do not sum to 100 %, or that the scheme does not know."""
    rows = [row for row in rules.rows_on(on.day) if isinstance(row, Share)]
    for scheme, rule in SPLITS.items():
        mine = [row for row in rows if row.scheme == scheme]
        total = sum(on.percents.get(scheme, {}).values(), Fraction(0))
        if total != 100 and scheme not in unreadable:
            where = ", ".join(str(row.row) for row in mine)
            zh = f"{scheme} 的分配比例在 {on.day} 合计 {rounded(total)} %，不是 100 %（第 {where} 行）；请改正"
            en = f"the shares {scheme} sum to {rounded(total)} % on {on.day}, not 100 % (rows {where}); correct them"
            yield error("shares", mine[0].row if mine else None, "share", rule, zh, en, "rule.shares")
        for row in mine:
            if row.kind not in KINDS[scheme] and row.share:
                zh = f"{scheme} 的分配没有“{row.kind}”这一项；可用 {'、'.join(KINDS[scheme])}"
                en = f"the shares {scheme} know no {row.kind}; they have {', '.join(KINDS[scheme])}"
                yield error("shares", row.row, "kind", rule, zh, en, "rule.kind")


TABLES = {"policy": values, "tiers": tiers, "shares": sums}
"""The rule tables, and what checks their rows in force."""
