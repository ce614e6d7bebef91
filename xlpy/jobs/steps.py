"""The steps to each figure of a month's pay, as a person would write them on paper."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.books import MINUS, PLUS
from xlpy.core.books import SHARE_KINDS as PEOPLE_KINDS
from xlpy.core.carries import Carry
from xlpy.core.commission import tier_parts
from xlpy.core.credit import cny, shared
from xlpy.core.department import SALESPERSON, Department, employed_in
from xlpy.core.money import round_half_up, rounded, show_grouped
from xlpy.core.pay import PERFORMANCE, fine_amount, has_performance, paid_part, post_wage
from xlpy.core.periods import Month, Quarter, Year
from xlpy.core.policy import RulesOn, Step
from xlpy.core.prizes import scheme_of
from xlpy.core.ranks import RANKS, Entitled
from xlpy.core.settle import POOL
from xlpy.core.tables import TABLES
from xlpy.core.tables.choices import ADJUSTED_ITEMS, GRADES, POOL_NAMES, SHARE_KINDS
from xlpy.core.tables.month import Attendance
from xlpy.core.tables.results import Adjustment, Commission, Pay, Prize, Split
from xlpy.core.text import Mixed, Text

ITEMS = {column.key: (column.zh, column.en, column.rule) for column in TABLES["payroll"].columns}
_KINDS, _GRADES, _ADJUSTED, _POOLS = map(dict, (SHARE_KINDS, GRADES, ADJUSTED_ITEMS, POOL_NAMES))

_RECEIPTS, _TARGET = Text("回款", "receipts"), Text("任务", "target")
_ATTAINMENT, _DAYS = Text("完成率", "attainment"), Text("天", "days")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its name, the rule, the amount in fen and the steps to it.

    A step is a Mixed where it holds words, which `said` puts into one language.
    `of`: whose it is, where a period has several of the item, as a team's commission.
    """

    item: str
    name: Text
    rule: str
    amount: int
    steps: list[str] = field(default_factory=list)
    of: str = ""


def pay_line(item: str, amount: int, steps: Iterable[str] = ()) -> Line:
    """The line of an item of the payroll."""
    zh, en, rule = ITEMS[item]
    return Line(item, Text(zh, en), rule or "B-3.A", amount, list(steps))


def percent(ratio: Fraction) -> str:
    """A ratio as a percentage: 5/4 -> `125 %`."""
    return f"{rounded(ratio * 100):f} %"


def receipt_steps(department: Department, month: Month, name: str) -> Iterator[str]:
    """Each receipt of the month that is credited to a person: amount × rate, and the share where
    it is shared.
    """
    for row in department.receipts:
        if row.date not in month:
            continue
        credits = department.credits_in(row.order_no, month)
        if not credits and department.salesperson_of.get(row.order_no) != name:
            continue
        fen = cny(row.amount, row.rate)
        rate = f" × {row.rate}" if row.rate is not None else ""
        step = (
            f"{row.date} {row.receipt_no} {row.order_no}: {row.amount:,} {row.currency}{rate} = "
            f"{show_grouped(fen)}"
        )
        if not credits:
            yield step
        for credit, (_, part) in zip(credits, shared(fen, credits) if credits else (), strict=True):
            if credit.name == name:
                yield Mixed(step, _part_of(fen, credit.share, part))


def commission_line(
    row: Commission,
    steps: Sequence[Step],
    rule: str,
    names: Text,
    carries: Iterable[Carry] = (),
) -> Line:
    """A person's or team's commission, tier by tier; `carries`: what other teams passed on to
    it.
    """
    told: list[str] = [Mixed(_RECEIPTS, f" {show_grouped(row.receipts)}")]
    for carry in carries:
        told.append(
            Mixed(
                f"{carry.team} ",
                Text("没有人了，其结转转来", "nobody is left there, its carry passes"),
                f": {show_grouped(carry.fen)}",
            )
        )
    if row.carried_in:
        told.append(
            Mixed(
                Text("上月结转", "carried in"),
                f" {show_grouped(row.carried_in)} → ",
                Text("基数", "base"),
                f" {show_grouped(row.base)}",
            )
        )
    if row.target:
        reached = percent(Fraction(row.receipts, row.target))
        told.append(Mixed(_TARGET, f" {show_grouped(row.target)}, ", _ATTAINMENT, f" {reached}"))
    if row.base > 0 and row.target:
        told += _tier_steps(row.base, row.target, steps)
    elif row.carried_out:
        if not row.target:
            told.append(Mixed(Text("没有任务，不扣回", "no target: not clawed back")))
        carried = Text("基数为负，结转下月", "the base is negative and carried on")
        told.append(Mixed(carried, f": {show_grouped(row.carried_out)}"))
    elif row.base < 0:
        rate = percent(steps[0].rate)
        clawed = Text("按第一档扣回", "clawed back at tier 1")
        told.append(Mixed(clawed, f": {show_grouped(row.base)} × {rate}"))
    return Line("commission", names, rule, row.commission, told)


def _tier_steps(base: int, target: int, steps: Sequence[Step]) -> Iterator[str]:
    parts = tier_parts(base, target, steps)
    for step, part in zip(steps, parts, strict=True):
        if part.part:
            yield (
                f"> {percent(step.over)}: {yuan(part.part)} × {percent(part.rate)} = "
                f"{yuan(part.earned)}"
            )
    if sum(part.part > 0 for part in parts) > 1:
        yield Mixed(Text("合计", "sum"), f" = {yuan(sum(part.earned for part in parts))}")


_EXACT, _SHORT = 8, 4
"""How many decimals an exact amount is written with where that is all of them, and where it is
not.
"""


def yuan(fen: Fraction | int) -> str:
    """An exact amount of fen as yuan: with two decimals, all of its up to eight, or four where it
    has more.
    """
    exact = Fraction(fen) / 100
    if (exact * 100).denominator == 1:
        return show_grouped((exact * 100).numerator)
    all_of_them = rounded(exact, _EXACT)
    return f"{all_of_them if Fraction(all_of_them) == exact else rounded(exact, _SHORT):,f}"


def split_steps(
    rows: Iterable[Split], name: str, teams: Iterable[Commission], receipts: Mapping[str, int]
) -> Iterator[str]:
    """A person's parts of the month's team commission, or of each team's; `receipts`: the month's,
    by person.
    """
    amounts: dict[str | None, int] = {team.name: team.commission for team in teams}
    amounts[None] = sum(amounts.values())
    people = [row for row in rows if row.kind in PEOPLE_KINDS]
    for row in people:
        if row.name == name:
            amount = amounts[row.team]
            held = _share_in_words(
                row, [other for other in people if other.team == row.team], receipts
            )
            of = f"{row.team} " if row.team else ""
            part = _part_of(amount, row.share, row.amount)
            yield Mixed(of, held, f": {show_grouped(amount)}", part)


def prize_steps(
    rows: Iterable[Prize],
    name: str,
    receipts: Callable[[Quarter | Year], Mapping[str, int]],
    managers: Callable[[Quarter | Year], Sequence[str]] = lambda period: (),
) -> Iterator[str]:
    """A person's parts of quarters' and years' pools.

    `receipts`: a period's, in fen, by person; `managers`: a period's, each as often as their part
    weighs.
    """
    rows = list(rows)
    for row in rows:
        if row.name == name and row.kind != "retained":
            own = [other for other in rows if other.period == row.period]
            months = managers(row.period) if row.kind == "manager" else ()
            people = [other for other in own if other.kind != "retained"]
            held = _share_in_words(row, people, receipts(row.period), months)
            pool = sum(other.amount for other in own)
            yield Mixed(
                f"{row.period} ",
                held,
                ": ",
                Text("奖池", "pool"),
                f" {show_grouped(pool)}",
                _part_of(pool, row.share, row.amount),
            )


def retained_steps(
    period: Quarter | Year, held: Iterable[Entitled], left: date | None
) -> Iterator[str]:
    """What somebody who left before a period's last day would have, and that it stays in the pool
    (B-3.C).
    """
    pool = scheme_of(period)
    for row in held:
        yield Mixed(
            f"{period} ",
            Text(_KINDS[row.kind], row.kind),
            f" {percent(row.percent / 100)}: {left} ",
            Text(
                f"离职，早于期末，留在{_POOLS[pool]}",
                f"left before the period's last day: it stays in the {pool} pool",
            ),
            " (prize.leavers retained)",
        )


def period_receipts(department: Department, period: Quarter | Year) -> Mapping[str, int]:
    """A period's receipts by person, in fen."""
    sums: Counter[str] = Counter()
    for month in period.months:
        sums.update(department.credited(month).receipts)
    return sums


def _share_in_words(
    row: Split | Prize,
    people: Sequence[Split | Prize],
    receipts: Mapping[str, int],
    months: Sequence[str] = (),
) -> Mixed:
    """The kind of a share, what gave it, and how many have it: `冠军 first (回款 receipts
    66,331.69)`.

    `months`: the managers of a prize's period, as often as their part weighs.
    """
    told: list[Mixed] = []
    several = sum(other.kind == row.kind for other in people)
    if row.kind in (*RANKS, "others"):
        told.append(Mixed(_RECEIPTS, f" {show_grouped(receipts.get(row.name, 0))}"))
    own = months.count(row.name) if row.kind == "manager" else 0
    if len(set(months)) > 1 and own:
        told.append(Mixed(Text("任经理月数", "months as manager"), f": {own} ÷ {len(months)}"))
    elif several > 1 and row.kind != "others":
        told.append(Mixed(Text(f"{several} 人平分", f"shared by {several}")))
    kind = Text(_KINDS[row.kind], row.kind)
    beside = [part for each in told for part in (", ", each)][1:]
    return Mixed(kind, " (", *beside, ")") if told else Mixed(kind)


def _part_of(amount: int, share: Decimal, part: int) -> Mixed:
    """A share of an amount: ` × 10 % = 53.905 → 53.90`, with why where that is not how one rounds
    it alone.
    """
    exact = amount * Fraction(share) / 100
    step = f" × {share:f} % = "
    if exact == part:
        return Mixed(step, show_grouped(part))
    last = Text("余数大的先进一分", "the largest remainders take the fen left")
    why = () if round_half_up(exact) == part else (last, ": ")
    return Mixed(f"{step}{yuan(exact)} → ", *why, show_grouped(part))


def wage_steps(department: Department, month: Month, name: str) -> Iterator[str]:
    """The post wage by days and probation."""
    wage = post_wage(department, department.person(name, month), month)
    full = wage.employed - wage.on_probation
    days = Mixed(str(full))
    if wage.on_probation:
        tried = f"({full} + {wage.on_probation} × {percent(wage.probation)} "
        days = Mixed(tried, Text("试用", "probation"), ")")
    yield Mixed(
        f"{show_grouped(wage.wage)} × ",
        days,
        f" ÷ {wage.all_days} ",
        _DAYS,
        f" = {show_grouped(wage.amount)}",
    )


def performance_steps(
    department: Department, month: Month, name: str, own: Commission | None
) -> dict[str, list[str]]:
    """The steps to the four performance items; empty for those who have none."""
    person = department.person(name, month)
    if not has_performance(department, person, month):
        idle = person.role == SALESPERSON and employed_in(person, month)
        return {"sales_pay": [NO_WORKING_DAY]} if idle else {}
    rules = department.on(month)
    part = paid_part(department, person, month)
    worked = f" × {part.numerator} ÷ {part.denominator} "
    cut = Mixed("") if part == 1 else Mixed(worked, Text("工作日", "working days"))
    found = {"sales_pay": _sales_steps(rules, own)}
    if (was := department.attended(month, name)) is not None:
        found["attendance_pay"] = [Mixed(_attendance_step(rules, was), cut)]
    if (grade := department.graded(month, name)) is not None:
        for item in ("teamwork", "execution"):
            given = getattr(grade, item)
            full, half = show_grouped(rules.fen(f"{item}.full")), percent(rules.ratio("grade.half"))
            earned = {"full": full, "half": f"{full} × {half}", "none": "0.00"}[given]
            words = Text("评分", "grade"), " ", Text(_GRADES[given], given)
            found[f"{item}_pay"] = [Mixed(*words, f": {earned}", cut)]
    return found


NO_WORKING_DAY = Mixed(
    Text(
        "当月没有一个工作日在职，绩效各项都没有",
        "not employed on any working day: none of the performance items",
    )
)


def _attendance_step(rules: RulesOn, was: Attendance) -> Mixed:
    """What was missed, the limits that it is held against, and what that earns."""
    late, leave, full = was.late or 0, was.personal_leave or 0, rules.fen("attendance.full")
    most, longest = rules.number("attendance.half_late"), rules.number("attendance.half_leave")
    missed = Text("迟到早退", "late or early"), f" {late}, ", Text("事假", "personal leave")
    step = Mixed(*missed, f" {leave} ", _DAYS, ": ")
    if not late and not leave:
        return Mixed(step, Text("全额", "full"), f" {show_grouped(full)}")
    limits = Mixed(f" {most:f} ", Text("次", "times"), f", {longest:f} ", _DAYS, ", ")
    if late > most or leave > longest:
        return Mixed(step, Text("超过", "more than"), limits, Text("无", "none"))
    half = f" {show_grouped(full)} × {percent(rules.ratio('attendance.half'))}"
    return Mixed(step, Text("不超过", "at most"), limits, Text("半额", "half"), half)


def _sales_steps(rules: RulesOn, own: Commission | None) -> list[str]:
    if own is None or not own.target:
        return [Mixed(Text("没有任务", "no target"))]
    cap = rules.cap("sales_pay.cap")
    limit = () if cap is None else (", ", Text("封顶", "cap"), f" {percent(cap)}")
    reached = percent(Fraction(own.receipts, own.target))
    floor = (", ", Text("不低于", "not below"), " 0") if own.receipts < 0 else ()
    full = show_grouped(rules.fen("sales_pay.full"))
    return [Mixed(f"{full} × ", _ATTAINMENT, f" {reached}", *limit, *floor)]


def fine_steps(department: Department, month: Month, name: str, pay: Pay) -> Iterator[str]:
    """Each fine, and what the performance items could not bear."""
    rules = department.on(month)
    booked = 0
    for row in department.fines_of(month, name):
        amount = fine_amount(rules, row) or 0
        booked += amount
        yield f"{row.date} {row.code}: {show_grouped(amount)}"
    carried = pay.fines_taken + pay.fines_untaken - booked
    if carried:
        left = Text("上月未扣", "left of the month before")
        yield Mixed(left, f": {show_grouped(carried)}")
    if pay.fines_untaken:
        items = (
            " + ".join(
                show_grouped(getattr(pay, item)) for item in PERFORMANCE if getattr(pay, item)
            )
            or "0.00"
        )
        yield Mixed(
            Text("只从绩效各项扣", "only performance items bear it"),
            f": {items}; ",
            Text("未扣", "untaken"),
            f" {show_grouped(pay.fines_untaken)}",
        )


def adjustment_steps(rows: Iterable[Adjustment], name: str) -> Iterator[str]:
    """Each settled difference of a person."""
    for row in rows:
        if row.name == name and row.item != POOL:
            yield Mixed(
                f"{row.origin} ",
                Text(_ADJUSTED[row.item], row.item),
                f" ({row.rule}): ",
                Text("应为", "is now"),
                f" {show_grouped(row.after)} − ",
                Text("已付", "paid"),
                f" {show_grouped(row.before)} = {show_grouped(row.amount)}",
            )


UNKNOWN_NOW = Mixed(
    Text(
        "结账后数据有变动，按现在的数据无法计算",
        "the data changed since and cannot be computed as they are now",
    )
)


def now_step(amount: int) -> str:
    """What a closed figure would be by the data as they are now, in fen."""
    now = Text("结账后数据有变动，现在应为", "changed since, it would now be")
    return Mixed(now, f" {show_grouped(amount)}")


def total_step(pay: Pay) -> str:
    """The sum of a pay's items as a line."""
    plus = [show_grouped(getattr(pay, item)) for item in PLUS if getattr(pay, item)]
    minus = [f" − {show_grouped(getattr(pay, item))}" for item in MINUS if getattr(pay, item)]
    return ((" + ".join(plus) or "0.00") + "".join(minus)).replace("+ -", "− ").replace("− -", "+ ")
