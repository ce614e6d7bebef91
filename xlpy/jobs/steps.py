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

ITEMS = {column.key: (column.zh, column.en, column.rule) for column in TABLES["payroll"].columns}
_KINDS, _GRADES, _ADJUSTED, _POOLS = map(dict, (SHARE_KINDS, GRADES, ADJUSTED_ITEMS, POOL_NAMES))


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its name in both languages, the rule, the amount in fen and the steps to it.

    `of`: whose it is, where a period has several of the item, as a team's commission.
    """

    item: str
    zh: str
    en: str
    rule: str
    amount: int
    steps: list[str] = field(default_factory=list)
    of: str = ""


def pay_line(item: str, amount: int, steps: Iterable[str] = ()) -> Line:
    """The line of an item of the payroll."""
    zh, en, rule = ITEMS[item]
    return Line(item, zh, en, rule or "B-3.A", amount, list(steps))


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
                yield f"{step}{_part_of(fen, credit.share, part)}"


def commission_line(
    row: Commission,
    steps: Sequence[Step],
    rule: str,
    names: tuple[str, str],
    carries: Iterable[Carry] = (),
) -> Line:
    """A person's or team's commission, tier by tier; `carries`: what other teams passed on to
    it.
    """
    told = [f"回款 receipts {show_grouped(row.receipts)}"]
    for carry in carries:
        told.append(
            f"{carry.team} 没有人了，其结转转来 nobody is left there, its carry passes: "
            f"{show_grouped(carry.fen)}"
        )
    if row.carried_in:
        told.append(
            f"上月结转 carried in {show_grouped(row.carried_in)} → 基数 base "
            f"{show_grouped(row.base)}"
        )
    if row.target:
        reached = percent(Fraction(row.receipts, row.target))
        told.append(f"任务 target {show_grouped(row.target)}, 完成率 attainment {reached}")
    if row.base > 0 and row.target:
        told += _tier_steps(row.base, row.target, steps)
    elif row.carried_out:
        if not row.target:
            told.append("没有任务，不扣回 no target: not clawed back")
        told.append(
            "基数为负，结转下月 the base is negative and carried on: "
            f"{show_grouped(row.carried_out)}"
        )
    elif row.base < 0:
        rate = percent(steps[0].rate)
        told.append(f"按第一档扣回 clawed back at tier 1: {show_grouped(row.base)} × {rate}")
    return Line("commission", *names, rule, row.commission, told)


def _tier_steps(base: int, target: int, steps: Sequence[Step]) -> Iterator[str]:
    parts = tier_parts(base, target, steps)
    for step, part in zip(steps, parts, strict=True):
        if part.part:
            yield (
                f"> {percent(step.over)}: {yuan(part.part)} × {percent(part.rate)} = "
                f"{yuan(part.earned)}"
            )
    if sum(part.part > 0 for part in parts) > 1:
        yield f"合计 sum = {yuan(sum(part.earned for part in parts))}"


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
            yield f"{of}{held}: {show_grouped(amount)}{_part_of(amount, row.share, row.amount)}"


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
            yield (
                f"{row.period} {held}: 奖池 pool "
                f"{show_grouped(pool)}{_part_of(pool, row.share, row.amount)}"
            )


def retained_steps(
    period: Quarter | Year, held: Iterable[Entitled], left: date | None
) -> Iterator[str]:
    """What somebody who left before a period's last day would have, and that it stays in the pool
    (B-3.C).
    """
    pool = scheme_of(period)
    for row in held:
        yield (
            f"{period} {_KINDS[row.kind]} {row.kind} {percent(row.percent / 100)}: "
            f"{left} 离职，早于期末，留在{_POOLS[pool]} left before the period's last day: "
            f"it stays in the {pool} pool (prize.leavers retained)"
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
) -> str:
    """The kind of a share, what gave it, and how many have it: `冠军 first (回款 receipts
    66,331.69)`.

    `months`: the managers of a prize's period, as often as their part weighs.
    """
    told, several = [], sum(other.kind == row.kind for other in people)
    if row.kind in (*RANKS, "others"):
        told.append(f"回款 receipts {show_grouped(receipts.get(row.name, 0))}")
    own = months.count(row.name) if row.kind == "manager" else 0
    if len(set(months)) > 1 and own:
        told.append(f"任经理月数 months as manager: {own} ÷ {len(months)}")
    elif several > 1 and row.kind != "others":
        told.append(f"{several} 人平分 shared by {several}")
    return f"{_KINDS[row.kind]} {row.kind}" + (f" ({', '.join(told)})" if told else "")


def _part_of(amount: int, share: Decimal, part: int) -> str:
    """A share of an amount: ` × 10 % = 53.905 → 53.90`, with why where that is not how one rounds
    it alone.
    """
    exact = amount * Fraction(share) / 100
    step = f" × {share:f} % = "
    if exact == part:
        return step + show_grouped(part)
    why = (
        ""
        if round_half_up(exact) == part
        else "余数大的先进一分 the largest remainders take the fen left: "
    )
    return f"{step}{yuan(exact)} → {why}{show_grouped(part)}"


def wage_steps(department: Department, month: Month, name: str) -> Iterator[str]:
    """The post wage by days and probation."""
    wage = post_wage(department, department.person(name, month), month)
    full = wage.employed - wage.on_probation
    days = f"{full}"
    if wage.on_probation:
        days = f"({full} + {wage.on_probation} × {percent(wage.probation)} 试用 probation)"
    yield (
        f"{show_grouped(wage.wage)} × {days} ÷ {wage.all_days} 天 days = "
        f"{show_grouped(wage.amount)}"
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
    cut = "" if part == 1 else f" × {part.numerator} ÷ {part.denominator} 工作日 working days"
    found = {"sales_pay": _sales_steps(rules, own)}
    if (was := department.attended(month, name)) is not None:
        found["attendance_pay"] = [_attendance_step(rules, was) + cut]
    if (grade := department.graded(month, name)) is not None:
        for item in ("teamwork", "execution"):
            given = getattr(grade, item)
            full, half = show_grouped(rules.fen(f"{item}.full")), percent(rules.ratio("grade.half"))
            earned = {"full": full, "half": f"{full} × {half}", "none": "0.00"}[given]
            found[f"{item}_pay"] = [f"评分 grade {_GRADES[given]} {given}: {earned}{cut}"]
    return found


NO_WORKING_DAY = (
    "当月没有一个工作日在职，绩效各项都没有 not employed on any working day: none of the "
    "performance items"
)


def _attendance_step(rules: RulesOn, was: Attendance) -> str:
    """What was missed, the limits that it is held against, and what that earns."""
    late, leave, full = was.late or 0, was.personal_leave or 0, rules.fen("attendance.full")
    most, longest = rules.number("attendance.half_late"), rules.number("attendance.half_leave")
    step = f"迟到早退 late or early {late}, 事假 personal leave {leave} 天 days"
    if not late and not leave:
        return f"{step}: 全额 full {show_grouped(full)}"
    limits = f"{most:f} 次 times, {longest:f} 天 days"
    if late > most or leave > longest:
        return f"{step}: 超过 more than {limits}, 无 none"
    half = percent(rules.ratio("attendance.half"))
    return f"{step}: 不超过 at most {limits}, 半额 half {show_grouped(full)} × {half}"


def _sales_steps(rules: RulesOn, own: Commission | None) -> list[str]:
    if own is None or not own.target:
        return ["没有任务 no target"]
    cap = rules.cap("sales_pay.cap")
    limit = "" if cap is None else f", 封顶 cap {percent(cap)}"
    reached = percent(Fraction(own.receipts, own.target))
    floor = ", 不低于 not below 0" if own.receipts < 0 else ""
    return [
        f"{show_grouped(rules.fen('sales_pay.full'))} × 完成率 attainment {reached}{limit}{floor}"
    ]


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
        yield f"上月未扣 left of the month before: {show_grouped(carried)}"
    if pay.fines_untaken:
        items = (
            " + ".join(
                show_grouped(getattr(pay, item)) for item in PERFORMANCE if getattr(pay, item)
            )
            or "0.00"
        )
        yield (
            f"只从绩效各项扣 only performance items bear it: {items}; 未扣 untaken "
            f"{show_grouped(pay.fines_untaken)}"
        )


def adjustment_steps(rows: Iterable[Adjustment], name: str) -> Iterator[str]:
    """Each settled difference of a person."""
    for row in rows:
        if row.name == name and row.item != POOL:
            yield (
                f"{row.origin} {_ADJUSTED[row.item]} {row.item} ({row.rule}): 应为 is now "
                f"{show_grouped(row.after)} − "
                f"已付 paid {show_grouped(row.before)} = {show_grouped(row.amount)}"
            )


UNKNOWN_NOW = (
    "结账后数据有变动，按现在的数据无法计算 the data changed since and cannot be computed as "
    "they are now"
)


def now_step(amount: int) -> str:
    """What a closed figure would be by the data as they are now, in fen."""
    return f"结账后数据有变动，现在应为 changed since, it would now be {show_grouped(amount)}"


def total_step(pay: Pay) -> str:
    """The sum of a pay's items as a line."""
    plus = [show_grouped(getattr(pay, item)) for item in PLUS if getattr(pay, item)]
    minus = [f" − {show_grouped(getattr(pay, item))}" for item in MINUS if getattr(pay, item)]
    return ((" + ".join(plus) or "0.00") + "".join(minus)).replace("+ -", "− ").replace("− -", "+ ")
