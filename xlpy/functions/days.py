"""Functions of the days: how far the plan is (A-1.1), the minutes late and early (C-5.3, B-3.A)."""

from datetime import date, datetime, time

from xlpy.core.attendance import minutes_of, minutes_off
from xlpy.core.periods import Calendar
from xlpy.core.plan import item_states, percent, plan_issues, rolled
from xlpy.core.tables.planning import PlanItem, PlanProgress
from xlpy.core.text import Text
from xlpy.functions.grids import Label, cells_of, is_blank, single, sound, used
from xlpy.functions.problems import CellProblem
from xlpy.functions.ruletables import records_of
from xlpy.functions.spec import COLUMN, TABLE, arg, function, opt
from xlpy.functions.values import count_of, exact_day_of

DAY = Text("哪天", "day")
CAME = Text("上班", "in")
WENT = Text("下班", "out")
MARKS = Text("应到应走", "marks")
GRACE = Text("宽限", "grace")
_DAY = 86400
_NEXT_DAY = "次日"


@function(
    "计划进度：每季、每人、全年：季度、负责人、项数、完成、逾期、进度。",
    "The plan's progress by quarter, person and year: quarter, owner, items, done, late, share.",
    arg("items", "计划项目表，连表头：plan_items[#All]。", "The plan items with headers.", TABLE),
    arg("progress", "计划进度表，连表头。", "The plan's progress with headers.", TABLE),
    opt(
        "day",
        "到哪天；省略为登记过的最后一天。",
        "The day; left out: the last day that was entered.",
    ),
)
def progress_(items: object, progress: object, day: object = None) -> list[list]:
    """A row for each quarter, each person and their quarters, last the whole: the share is done ÷
    count, weighted; 1 is all of it (A-1.1).

    Raises CellProblem for ranges that cannot be read, deadlines before their quarter and progress
    above the count.
    """
    planned: list[PlanItem] = records_of("plan_items", items)
    done: list[PlanProgress] = records_of("plan_progress", progress)
    if not planned:
        raise CellProblem("na", Text("没有计划项目", "there are no plan items"))
    _refuse_faults(planned, done)
    on = _last_day(planned, done) if day is None else exact_day_of(single(day, DAY), DAY)
    states = item_states(planned, done, on, Calendar())
    return [
        [
            row.quarter or "",
            row.owner or "",
            float(row.items),
            float(row.done),
            float(row.late),
            float(percent(row.share) / 100),
        ]
        for row in rolled(states)
    ]


def _refuse_faults(planned: list[PlanItem], done: list[PlanProgress]) -> None:
    faults = [issue for issue in plan_issues(planned, done) if issue.severity == "error"]
    if faults:
        raise CellProblem("value", faults[0].said)


def _last_day(planned: list[PlanItem], done: list[PlanProgress]) -> date:
    """The last day on which something was entered; before any, no deadline has passed."""
    days = [row.date for row in done] + [row.finished for row in planned if row.finished]
    return max(days, default=date.min)


@function(
    "迟到早退共几分钟；没有打卡不算迟到。",
    "The whole minutes late and early together; a missing punch is not lateness (B-3.A).",
    arg(
        "time_in",
        "到的时间，一个或上午下午两个。",
        "The time of coming, or the two of a day.",
        COLUMN,
    ),
    arg("time_out", "走的时间，一样多。", "The time of going, as many.", COLUMN),
    arg(
        "marks",
        "应到应走：8:00 18:00，或 8:00 12:00 13:30 18:00。",
        "When to come and go: 8:00 18:00, or 8:00 12:00 13:30 18:00.",
        COLUMN,
    ),
    opt("grace", "几分钟以内不算；省略为 0。", "So many minutes do not count; left out: 0."),
)
def minutes_(time_in: object, time_out: object, marks: object, grace: object = None) -> list[list]:
    """The minutes of a day in one cell. A time is a clock's time, a text such as `8:06:15` or `次日
    00:38`, or a day with its time; blank and midnight are no punch (C-5.3).

    Raises CellProblem for times that are none and marks that do not fit.
    """
    came, went = _times(time_in, CAME), _times(time_out, WENT)
    due = _marks(marks)
    if len(came) != len(went) or len(came) not in (1, len(due) // 2):
        raise CellProblem(
            "value",
            Text(
                f"{len(came)} 个上班、{len(went)} 个下班，应到应走有 {len(due)} 个",
                f"{len(came)} times in and {len(went)} out do not fit {len(due)} marks",
            ),
        )
    # One pair for four marks: who punches twice a day comes in the morning and goes at night.
    pairs = [(due[0], due[-1])] if len(came) == 1 else list(zip(due[::2], due[1::2], strict=True))
    forgiven = 0 if grace is None else count_of(single(grace, GRACE), GRACE)
    total = sum(minutes_off(came[at], went[at], pair, forgiven) for at, pair in enumerate(pairs))
    return [[float(total)]]


def _cells(raw: object, label: Label) -> list:
    cells = cells_of(raw, label)[0]
    return [sound(cell, label) for cell in cells[: max(used(cells), 1)]]


def _times(raw: object, label: Label) -> list[int | None]:
    """Seconds since midnight; None where there was no punch. Blank cells at the end count."""
    return [_seconds(sound(cell, label), label) for cell in cells_of(raw, label)[0]]


def _seconds(cell: object, label: Label) -> int | None:
    if is_blank(cell) or cell == 0:
        return None
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if isinstance(cell, (int, float)) and cell > 0:
        # Above 2 it is a day with its time; up to 2 the next day's are after midnight.
        return round((cell if cell < 2 else cell % 1) * _DAY)
    found = _of_text(cell) if isinstance(cell, str) else None
    if found is None:
        raise CellProblem(
            "value",
            Text(
                f"{label[0]}的“{cell}”不是时间，请写成 8:06:15",
                f'{label[1]}: "{cell}" is no time; write it as 8:06:15',
            ),
        )
    return found


def _of_text(text: str) -> int | None:
    """The seconds of `8:06`, `8:06:15`, `次日 00:38`, `2026-03-02 08:06`; None for others."""
    text = text.strip().replace("：", ":")
    later = text.startswith(_NEXT_DAY)
    clock = text.removeprefix(_NEXT_DAY).split()[-1:]
    pieces = clock[0].split(":") if clock else []
    if len(pieces) not in (2, 3) or (minutes := minutes_of(":".join(pieces[:2]))) is None:
        return None
    rest = pieces[2] if len(pieces) == 3 else "00"
    if not (rest.isdecimal() and len(rest) == 2 and int(rest) < 60):
        return None
    return minutes * 60 + int(rest) + later * _DAY


def _marks(raw: object) -> list[int]:
    """The marks in minutes: two or four, growing."""
    found: list[int | None] = []
    for cell in _cells(raw, MARKS):
        words = cell.replace("–", " ").replace("-", " ").split() if isinstance(cell, str) else []
        if words:
            found += [minutes_of(word) for word in words]
        else:
            second = _seconds(cell, MARKS)
            found.append(None if second is None else second // 60)
    marks = [mark for mark in found if mark is not None]
    if len(marks) != len(found) or len(marks) not in (2, 4) or marks != sorted(set(marks)):
        raise CellProblem(
            "value",
            Text(
                "应到应走要写两个或四个越来越晚的时间，如 8:00 12:00 13:30 18:00",
                "give two or four growing times as marks, such as 8:00 12:00 13:30 18:00",
            ),
        )
    return marks
