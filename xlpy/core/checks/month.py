"""What is missing or doubtful for a month's close."""

from collections.abc import Iterable, Iterator

from xlpy.core.checks import stars
from xlpy.core.commission import PERSONAL, claws_back
from xlpy.core.department import SALESPERSON, Department, employed_in
from xlpy.core.issues import Issue, error, warning
from xlpy.core.money import show_grouped, to_fen
from xlpy.core.parameters import PARAMETERS
from xlpy.core.pay import fine_amount, has_performance, monthly_wage
from xlpy.core.periods import Month, Year
from xlpy.core.policy import NoRule
from xlpy.core.tables.month import Fine
from xlpy.core.tables.people import Target
from xlpy.core.tables.results import Pay
from xlpy.core.text import Text


def month_issues(department: Department, month: Month) -> Iterator[Issue]:
    """Everything that a month's close needs and does not find; what an unusable rule decides is
    left out.
    """
    for check in CHECKS:
        try:
            yield from check(department, month)
        except NoRule:
            # The rule has an issue of its own; the other checks go on, so that all faults are
            # reported at once.
            continue


def targets(department: Department, month: Month) -> Iterator[Issue]:
    """Someone with net receipts above zero and no target above zero (an error); refunds without a
    target, a target of nobody who is a member, a salesperson without any (warnings).
    """
    receipts = department.credited(month).receipts
    for person in department.staff_in(month):
        name, target = person.name, department.target(month, person.name)
        net = receipts.get(name, 0)
        if department.cannot_read("targets", (month, name)):
            continue
        if target is not None and not department.is_member(person, month):
            yield _of_no_member(department, month, name)
        elif target is not None and target <= 0:
            yield from _bad_target(department, month, name)
        elif target is None and net > 0:
            said = Text(
                f"{name} 在 {month} 有回款 {show_grouped(net)} 元，但没有任务；请在任务表加一行",
                f"{name} has receipts of {show_grouped(net)} in {month} but no target; add a row",
            )
            yield error("targets", None, "amount", "B-3.B.1", said, "target.missing")
        elif target is None and net < 0:
            yield _refund_without(department, month, name, net)
        elif target is None and person.role == SALESPERSON and employed_in(person, month):
            said = Text(
                f"{name} 在 {month} 没有任务，业绩工资为 0；如有任务，请在任务表加一行",
                (
                    f"{name} has no target in {month} and so no sales performance pay; add a row "
                    "if "
                    "there is one"
                ),
            )
            yield warning("targets", None, "amount", "B-3.B.1", said, "target.missing")


def _refund_without(department: Department, month: Month, name: str, net: int) -> Issue:
    back = claws_back(department.on(month), PERSONAL, has_target=False)
    done = (
        Text("按第一档扣回", "it is clawed back at tier 1")
        if back
        else Text("结转下月", "it is carried on")
    )
    said = Text(
        (
            f"{name} 在 {month} 的净回款为 {show_grouped(net)} 元，没有任务：提成不为正，"
            f"{done[0]}；"
            "可把订单移交给在职的人，或补一行任务"
        ),
        (
            f"{name} has net receipts of {show_grouped(net)} in {month} and no target: "
            f"{done[1]}; hand the order over to "
            "someone employed, or enter a target"
        ),
    )
    return warning("targets", None, "amount", "B-3.B.1", said, "target.refund")


def _of_no_member(department: Department, month: Month, name: str) -> Issue:
    row = _target_row(department, month, name)
    said = Text(
        f"{name} 在 {month} 不在职，也没有回款，这一行任务不计入；请删去，或核对入离职日期",
        (
            f"{name} is not employed in {month} and has no receipts, so the target does not "
            "count; delete it, or check "
            "the days of hiring and leaving"
        ),
    )
    return warning("targets", row.row, "name", "B-3.B.1", said, "target.stranger")


def _target_row(department: Department, month: Month, name: str) -> Target:
    return next(row for row in department.targets if (row.month, row.name) == (month, name))


def _bad_target(department: Department, month: Month, name: str) -> Iterator[Issue]:
    row = _target_row(department, month, name)
    said = Text(
        f"{name} 的任务必须大于 0；请改正", f"the target of {name} must be above 0; correct it"
    )
    yield error("targets", row.row, "amount", "B-3.B.1", said, "target.bad")


def team_targets(department: Department, month: Month) -> Iterator[Issue]:
    """A team's own target that is not above zero."""
    for team in department.teams(month):
        target = department.target(month, team)
        if target is not None and target <= 0 and team not in department.people:
            yield from _bad_target(department, month, team)


def attendance(department: Department, month: Month) -> Iterator[Issue]:
    """A salesperson of the month without attendance or grades."""
    for person in department.staff_in(month):
        if not has_performance(department, person, month):
            continue
        key, was = (month, person.name), department.attended(month, person.name)
        if was is None:
            if not department.cannot_read("attendance", key):
                yield _missing_row("attendance", Text("考勤", "attendance"), person.name, month)
        elif (was.late, was.personal_leave, was.other_leave) == (None, None, None):
            said = Text(
                f"{person.name} 在 {month} 的考勤没有填写，按从未迟到、没有请假计",
                (
                    f"the attendance of {person.name} in {month} is blank and counts as never "
                    "late, "
                    "no leave"
                ),
            )
            yield warning("attendance", was.row, "late", "B-3.A", said, "attendance.blank")
        if department.graded(month, person.name) is None and not department.cannot_read(
            "grades", key
        ):
            yield _missing_row("grades", Text("评分", "grades"), person.name, month)


def _missing_row(table: str, said: Text, name: str, month: Month) -> Issue:
    return error(
        table,
        None,
        "name",
        "B-3.A",
        Text(
            f"{name} 在 {month} 没有{said.zh}；请加一行（“准备”会补上）",
            f"{name} has no {said.en} in {month}; add a row (prepare does it)",
        ),
        f"{table}.missing",
    )


def deductions(department: Department, month: Month) -> Iterator[Issue]:
    """A deduction below zero: it adds to the pay (a warning)."""
    for row in department.deductions:
        if row.month == month and row.amount < 0:
            said = Text(
                (
                    f"扣款 {show_grouped(row.amount)} 元是负数，会加到 {row.name} 的工资里；"
                    "要扣请填"
                    "正数"
                ),
                (
                    f"a deduction of {show_grouped(row.amount)} adds to the pay of {row.name}; to "
                    "take it, type it above 0"
                ),
            )
            yield warning("deductions", row.row, "amount", "B-3.A", said, "deduction.negative")


def wages(department: Department, month: Month) -> Iterator[Issue]:
    """Someone employed whose post wage is set neither for them nor for their role."""
    for person in department.staff_in(month):
        if f"wage.{person.role}" in PARAMETERS or not employed_in(person, month):
            # A role whose wage the rules require has an issue of the rules where that is missing.
            continue
        if monthly_wage(person, department.on(month)) is None:
            said = Text(
                f"{person.name} 没有岗位工资，其岗位也没有规定；请填员工表的岗位工资（不发则填 0）",
                (
                    f"{person.name} has no post wage and the role has none; fill it in on the "
                    "staff "
                    "table (0 for none)"
                ),
            )
            yield error("staff", person.row, "post_wage", "B-3.A", said, "wage.missing")


def working_days(department: Department, month: Month) -> Iterator[Issue]:
    """A month without a working day: part months could not be counted."""
    if not department.calendar.working_days(month.first, month.last):
        said = Text(
            f"{month} 没有一个工作日；请核对日历表",
            f"{month} has no working day; check the holidays table",
        )
        yield error("holidays", None, "date", "D-4.3", said, "calendar.empty")


def fines(department: Department, month: Month) -> Iterator[Issue]:
    """A fine without an amount; one below zero; one that calls for a dismissal review (a
    warning).
    """
    rules = department.on(month)
    for row in department.fines_of(month):
        amount = fine_amount(rules, row)
        if amount is None:
            said = Text(
                f"罚款代码“{row.code}”在规则表里没有金额；请填金额，或改正代码",
                (
                    f'the fine code "{row.code}" has no amount in the policy table; fill it in, or '
                    "correct the code"
                ),
            )
            yield error("fines", row.row, "amount", "B-4", said, "fine.amount")
        elif amount < 0:
            said = Text("罚款不能为负；请改正", "a fine cannot be negative; correct it")
            yield error("fines", row.row, "amount", "B-4", said, "fine.amount")
        else:
            yield from _review(department, month, row, amount)


def _review(department: Department, month: Month, row: Fine, amount: int) -> Iterator[Issue]:
    """Repeated or grave: flagged for dismissal review (B-4)."""
    rules = department.on(month)
    earlier = [
        f for f in department.fines_of_year(Year(month.year), row.name) if f.code == row.code
    ]
    times = sum((fine.date, fine.row) <= (row.date, row.row) for fine in earlier)
    if amount >= rules.fen("fine.review_amount") or times >= rules.number("fine.review_times"):
        said = Text(
            (
                f"{row.name} 因 {row.code} 今年第 {times} 次罚款，本次 {show_grouped(amount)} "
                "元；请"
                "作辞退评审"
            ),
            (
                f"{row.name}: fine no. {times} this year under {row.code}, "
                f"{show_grouped(amount)} this time;"
                " review for dismissal"
            ),
        )
        yield warning("fines", row.row, "name", row.code, said, "fine.review")


def rewards(department: Department, month: Month) -> Iterator[Issue]:
    """A suggestion reward outside of its range."""
    rules = department.on(month)
    low, high = to_fen(rules.number("reward.min")), to_fen(rules.number("reward.max"))
    for row in department.rewards_of(month):
        if not low <= row.amount <= high:
            zh = (
                f"建议奖 {show_grouped(row.amount)} 元不在 {show_grouped(low)} 至 "
                f"{show_grouped(high)} 元之间；请改正"
            )
            en = (
                f"the reward of {show_grouped(row.amount)} is not within {show_grouped(low)} to "
                f"{show_grouped(high)}"
            )
            yield error(
                "rewards",
                row.row,
                "amount",
                "B-3.C.c",
                Text(zh, en + "; correct it"),
                "reward.range",
            )


def welfare(department: Department, month: Month) -> Iterator[Issue]:
    """Welfare spending that is not above zero."""
    for row in department.welfare_of(month):
        if row.amount <= 0:
            said = Text("支出金额必须大于 0；请改正", "spending must be above 0; correct it")
            yield error("welfare", row.row, "amount", "B-3.D.b", said, "welfare.amount")


def nobody(department: Department, month: Month) -> Iterator[Issue]:
    """A month in which nobody is employed (a warning): the year is mistyped, or the staff table
    empty.
    """
    if department.unreadable.get("staff") or any(employed_in(p, month) for p in department.staff):
        return
    said = Text(
        f"员工表里没有人在 {month} 在职；请核对期间，或先填员工表",
        (
            f"nobody of the staff table is employed in {month}; check the period, or fill in the "
            "staff table first"
        ),
    )
    yield warning("staff", None, "name", "B-3.A", said, "staff.nobody")


def nothing_to_begin_with(department: Department, month: Month) -> Iterator[Issue]:
    """A first month in which nobody is employed and nothing is entered: it would stay the
    workbook's first month.

    A later one may be empty: everyone may have left while prizes are still due.
    """
    if (
        department.unreadable
        or department.has_rows(month)
        or any(employed_in(p, month) for p in department.staff)
    ):
        return
    said = Text(
        f"{month} 没有人在职，也没有录入任何内容，不能作为首个结账月；请核对期间，或先填员工表等",
        (
            f"in {month} nobody is employed and nothing is entered, so it cannot be the first "
            "month to close; check the "
            "period, or fill in staff, orders and receipts first"
        ),
    )
    yield error("staff", None, "name", "RULES", said, "month.empty")


def below_zero(payroll: Iterable[Pay]) -> Iterator[Issue]:
    """A month's pay that comes to less than nothing (a warning): who owes what."""
    for row in payroll:
        if row.total < 0:
            total = show_grouped(row.total)
            said = Text(
                (
                    f"{row.name} 在 {row.month} 的实发合计为 {total} 元；请把扣款分到以后的月份，"
                    "或向"
                    "其收回"
                ),
                (
                    f"the pay of {row.name} in {row.month} comes to {total}; spread the "
                    "deductions, "
                    "or collect what is owed"
                ),
            )
            yield warning("payroll", None, "total", "B-3.A", said, "pay.negative")


CHECKS = (
    nobody,
    targets,
    team_targets,
    attendance,
    stars.named,
    stars.of_others,
    wages,
    working_days,
    fines,
    rewards,
    deductions,
    welfare,
)
