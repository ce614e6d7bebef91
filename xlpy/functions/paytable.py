"""Functions of monthly pay: the performance items after fines (B-3.A, B-4)."""

from xlpy.book.cells.values import empty
from xlpy.core.pay import attendance_pay, graded_pay, sales_pay
from xlpy.core.tables.choices import GRADES
from xlpy.core.text import Text
from xlpy.functions.grids import per_row
from xlpy.functions.problems import CellProblem
from xlpy.functions.ruletables import DATE, DATE_ARG, POLICY_ARG, policy_by_day
from xlpy.functions.spec import arg, function, opt
from xlpy.functions.tiered import RECEIPTS, RECEIPTS_ARG, TARGET, TARGET_ARG
from xlpy.functions.values import above_zero, choice_of, count_of, days_of, fen_of, today, yuan

LATE = Text("迟到早退", "late")
LEAVE = Text("事假", "personal leave")
TEAMWORK = Text("团队精神", "teamwork")
EXECUTION = Text("执行力", "execution")
FINES = Text("罚款", "fines")


@function(
    "绩效工资，扣罚款之后，不低于 0，元。",
    "A salesperson's performance pay after fines, never below zero, in CNY (B-3.A, B-4).",
    RECEIPTS_ARG,
    TARGET_ARG,
    arg("late", "迟到早退次数，空为 0。", "Times late or early; blank is 0."),
    arg("personal_leave", "事假天数，空为 0。", "Days of personal leave; blank is 0."),
    arg(
        "teamwork",
        "团队精神评分：full 全额、half 半额、none 无。",
        "Grade of teamwork: full, half or none.",
    ),
    arg(
        "execution",
        "执行力评分：full 全额、half 半额、none 无。",
        "Grade of execution: full, half or none.",
    ),
    opt("fines", "罚款合计，元，空为 0。", "Fines in CNY; blank is 0."),
    DATE_ARG,
    POLICY_ARG,
)
def performance(
    receipts: object,
    target: object,
    late: object,
    personal_leave: object,
    teamwork: object,
    execution: object,
    fines: object = None,
    date: object = None,
    policy: object = None,
) -> list[list]:
    """The four items less the fines per row, in yuan."""
    rules_of = policy_by_day(policy)

    def each(
        receipts: object,
        target: object,
        late: object,
        leave: object,
        teamwork: object,
        execution: object,
        fines: object,
        date: object,
    ):
        rules = rules_of(date)
        goal = above_zero(fen_of(target, TARGET), TARGET)
        fined = 0 if empty(fines) else fen_of(fines, FINES)
        if fined < 0:
            raise CellProblem("num", Text("罚款不能为负", "fines cannot be negative"))
        items = (
            sales_pay(rules, fen_of(receipts, RECEIPTS), goal)
            + attendance_pay(rules, count_of(late, LATE), days_of(leave, LEAVE))
            + graded_pay(rules, "teamwork", choice_of(teamwork, GRADES, TEAMWORK))
            + graded_pay(rules, "execution", choice_of(execution, GRADES, EXECUTION))
        )
        return yuan(max(items - fined, 0))

    return per_row(
        each,
        (receipts, RECEIPTS),
        (target, TARGET),
        (late, LATE),
        (personal_leave, LEAVE),
        (teamwork, TEAMWORK),
        (execution, EXECUTION),
        (fines, FINES),
        (today() if date is None else date, DATE),
    )
