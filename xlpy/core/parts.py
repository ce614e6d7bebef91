"""The parts of the workbook that a department may or may not use, and the sheets of each.

A new workbook shows the sheets of the month's close alone; the others are there, hidden, and their
part shows them.
"""

from collections.abc import Collection, Mapping, Sized
from dataclasses import dataclass

from xlpy.core.issues import UsageError
from xlpy.core.tables import INPUT, TABLES, of_part
from xlpy.core.text import Text


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its key, number on Home, name, what it is for, and the code names of its views."""

    key: str
    number: int
    name: Text
    why: Text
    views: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The keys of its tables, which say themselves of which part they are."""
        return tuple(table.key for table in of_part(self.key))


HOME_CODE = "shViewHome"
"""The code name of the sheet Home."""
MONTH = Part(
    "month",
    0,
    Text("每月结账", "Month close"),
    Text(
        "提成、奖池、工资的每月结账，总是在用",
        "the monthly close of commission, pools and pay; always in use",
    ),
    (HOME_CODE, "shViewDashboard", "shViewTodo", "shViewPayslip"),
)
PARTS = (
    MONTH,
    Part(
        "awards",
        1,
        Text("奖罚福利", "Awards and deductions"),
        Text(
            "罚款、建议奖、扣款、福利支出；没有就不用",
            "fines, rewards, deductions, welfare; leave it off while there are none",
        ),
    ),
    Part(
        "results",
        2,
        Text("结果明细", "Results in detail"),
        Text(
            "提成、分配、奖金、奖池的明细，团队单、奖池单，“如果”",
            "commissions, split, prizes and pools in detail, their statements, What if",
        ),
        ("shViewTeam", "shViewPool", "shViewWhatIf"),
    ),
    Part(
        "orders",
        3,
        Text("订单档案", "Orders and dossiers"),
        Text(
            "每张订单的单据、阶段、单证；只算提成就不用",
            "each order's forms, stages and papers; not needed for commission alone",
        ),
    ),
    Part(
        "customers",
        7,
        Text("客户与询盘", "Customers and enquiries"),
        Text(
            "联系人、询盘、跟进、撞单、展会；只算提成就不用",
            "contacts, enquiries, follow-up, clashes, fairs; not needed for commission alone",
        ),
        ("shViewToday", "shViewFunnel"),
    ),
    Part(
        "plan",
        4,
        Text("年度计划", "Plan"),
        Text(
            "计划项目和进度、日志、会议、培训、人事变动",
            "plan items and progress, logs, meetings, trainings, changes of staff",
        ),
    ),
    Part(
        "days",
        8,
        Text("打卡考勤", "Attendance from punches"),
        Text(
            "考勤机的号、打卡、请假外出、每日考勤、罚款建议",
            "the punch machine's numbers, punches, excuses, each day, proposed fines",
        ),
    ),
    Part(
        "reports",
        9,
        Text("报告与预算", "Reports and budget"),
        Text(
            "预算、费用、销售报告、回款预测；没有就不用",
            "budget, expenses, sales reports, forecasts; leave it off while there are none",
        ),
        ("shViewReport",),
    ),
    Part(
        "rules",
        5,
        Text("规则", "Rules"),
        Text("改提成档、比例、参数时用", "to change tiers, shares and parameters"),
    ),
    Part(
        "system",
        6,
        Text("程序自用", "For the program"),
        Text("封签、列表、图表数据；平时不用看", "seals, lists, chart data; rarely looked at"),
        ("shViewChartData", "shViewLists"),
    ),
)
"""Every part in the order of Home; each sheet that is not the macros' is in one."""
OPTIONAL = tuple(part for part in PARTS if part is not MONTH)
CHOSEN = tuple(part for part in OPTIONAL if part.key != "system")
"""What a person who sets up is asked about."""


def code_name(table: str) -> str:
    """The name by which the workbook's macros know a table's sheet, whatever its tab says:
    `shOrderLines`.
    """
    return "sh" + "".join(piece.title() for piece in table.split("_"))


def code_names(part: Part) -> list[str]:
    """The code names of a part's sheets."""
    return [*map(code_name, part.tables), *part.views]


def part_named(text: str) -> Part:
    """The part that a word names: its key or either of its names. Raises UsageError."""
    wanted = text.strip().casefold()
    for part in PARTS:
        if wanted in (part.key, part.name.zh, part.name.en.casefold()):
            return part
    names = ", ".join(f"{part.key} {part.name.zh}" for part in OPTIONAL)
    raise UsageError(
        Text(f"没有“{text}”这一部分，有：{names}", f'there is no part "{text}"; there are {names}')
    )


def parts_named(text: str) -> list[Part]:
    """The parts that a person's words name: one, several with commas, `all` but the program's own,
    or `none`. Raises UsageError.
    """
    words = [word for word in text.replace("，", ",").replace("、", ",").split(",") if word.strip()]
    if not words or text.strip().casefold() in ("none", "无", "month"):
        return []
    if text.strip().casefold() in ("all", "全部"):
        return [*CHOSEN]
    return [part_named(word) for word in words]


def parts_in_use(rows: Mapping[str, Sized]) -> list[Part]:
    """The parts whose tables to fill in, or whose results, hold rows; the month's close always."""
    return [
        part
        for part in PARTS
        if part is MONTH or any(len(rows.get(key, ())) for key in _telling(part))
    ]


def _telling(part: Part) -> Collection[str]:
    """The tables whose rows tell that a part is used: rules have rows from the start, so have the
    program's own.

    The company's names head the pay statements, too.
    """
    if part.key == "results":
        return ("closes",)
    if part.key == "rules":
        return ("holidays",)
    return [key for key in part.tables if TABLES[key].group == INPUT and key != "companies"]
