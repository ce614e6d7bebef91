"""The buttons of the days: the plan of the year, attendance from punch lists, the week's report."""

from pathlib import Path

from xlpy.actions.data import ask_order_of_days
from xlpy.actions.questions import Cancelled
from xlpy.actions.work import Work
from xlpy.book.days import ORDER_ASKED, order_named
from xlpy.book.inputfile import read_input
from xlpy.core.issues import DataError, Issue, UsageError, has_errors
from xlpy.core.periods import Month
from xlpy.core.text import Text
from xlpy.core.weeks import Week, parse_week
from xlpy.desk.buttons import button
from xlpy.desk.drawing import BLUE, GREEN, GREY, ORANGE, line, rect, ring, sheet
from xlpy.documents.weekpage import save_week
from xlpy.jobs.plan import write_plan
from xlpy.jobs.punches import Attended, take_punches
from xlpy.jobs.punches import punches as punches_job
from xlpy.jobs.week import WeekReport, week_report
from xlpy.messages.plan import plan_text
from xlpy.messages.punches import punches_text
from xlpy.messages.week import week_text

PUNCH_LISTS = "dat txt csv tsv xlsx xls"
"""The endings of punch lists' files."""


@button(
    "days",
    Text("年度计划", "Plan"),
    Text(
        "重写“计划看板”和“年度计划图”：今年每项做到哪、逾期几天、拖了几次、悬在谁手上。",
        "Writes the plan board and the plan chart anew: how far each item of this year is, how "
        "late, how often it slipped, what waits for whom.",
    ),
    icon="ChartTypeColumnInsertGallery",
    drawing=[
        *sheet(),
        rect(3.6, 3.6, 8, 5.2, GREEN),
        rect(5.6, 6.6, 11, 8.2, BLUE),
        rect(8, 9.6, 12.2, 11.2, ORANGE),
    ],
    large=True,
)
def plan(work: Work) -> None:
    """Write this year's plan board and picture anew, and show the picture."""
    work.progress(Text("年度计划", "the year's plan"))
    board = write_plan(work.writing(), work.now().date())
    work.reading.show("plan_year")
    late = sum(state.overdue is not None for state in board.items)
    work.tell(
        Text(
            f"{board.period} 有 {len(board.items)} 项，{late} 项逾期。请保存工作簿。",
            f"{board.period}: {len(board.items)} items, {late} overdue. Save the workbook.",
        ),
        plan_text(board, work.words.beside),
    )


@button(
    "days",
    Text("打卡考勤", "Punches"),
    Text(
        "读考勤机的文件，预览每天的迟到、早退、缺卡和罚款建议，同意后写入，并把当月次数并入考勤表。",
        "Reads a punch machine's file, previews who was late, early or has no punch and what fines "
        "are proposed; writes them when agreed, and the month's counts into Attendance.",
    ),
    icon="FileCheckIn",
    drawing=[
        ring(8, 8, 6.6, 1.4, BLUE),
        line(1.4, GREY, (8, 4), (8, 8)),
        line(1.4, GREEN, (8, 8), (11, 10)),
    ],
)
def punches(work: Work) -> None:
    """Read a punch machine's file, show what every day comes to, and write what is agreed to."""
    path = work.desk.pick_file("file", work.title, PUNCH_LISTS)
    if path is None:
        raise Cancelled
    month = work.ask_read(
        "month",
        Text(
            "只要哪个月（如 2026-03）？空：文件里的全部。",
            "Which month alone, such as 2026-03? Blank: all of the file.",
        ),
        lambda text: work.month_said(text) if text else None,
    )
    work.progress(Text(f"读取 {path.name}", f"reading {path.name}"))
    found = _attended(work, path, month)
    if has_errors(found.issues):
        raise DataError(found.issues)
    work.agree(
        Text(
            f"写入新打卡 {found.new} 次、{len(found.days)} 天，考勤表加 {found.added} 行、改 "
            f"{len(found.merge)} 格？",
            f"Write {found.new} new punches and {len(found.days)} days, add {found.added} rows to "
            f"Attendance and change {len(found.merge)} cells of it?",
        ),
        punches_text(found, None, work.words),
    )
    take_punches(work.writing(), found)
    work.reading.show("attendance_days")
    work.tell(Text("已写入。请保存工作簿。", "Written. Save the workbook."))


def _attended(work: Work, path: Path, month: Month | None) -> Attended:
    """What the file comes to, once the person has said how its days are written."""
    data = read_input(path)
    found = punches_job(work.reading, data, path.name, month)
    if not any(map(_may_be_two, found.issues)):
        return found
    order = ask_order_of_days(
        work, Text("日期里日在前还是月在前？", "Does the day or the month stand first?")
    )
    if not order:
        return found
    return punches_job(work.reading, data, path.name, month, order_named(order))


def _may_be_two(issue: Issue) -> bool:
    """Whether an issue is of a day that is another one with the month first."""
    return issue.key == ORDER_ASKED


@button(
    "days",
    Text("周报", "Week"),
    Text(
        "一周的数字按人列出：询盘、报价、订单、回款、计划、迟办、下周的事，和缺的日志；可存成打印页。",
        "A week by person: enquiries, quotations, orders, receipts, plan, what was late, the next "
        "week, missing logs; a page to print when asked.",
    ),
    icon="FilePrintPreview",
    drawing=[
        *sheet(),
        *(line(1.2, BLUE, (4, top), (11.6, top)) for top in (5, 8)),
        line(1.2, ORANGE, (4, 11), (9, 11)),
    ],
)
def week(work: Work) -> None:
    """Show a week's report of one person or all, and save it to be printed when asked."""
    wanted = _week(work)
    name = work.ask_maybe("name", Text("哪个人？空：全部。", "Which person? Blank: all."))
    work.progress(Text("周报", "the week's report"))
    found = week_report(work.reading, work.now().date(), wanted, name or None)
    work.desk.show(work.title, week_text(found, work.words.beside))
    if work.path is not None and work.desk.confirm(
        "page", work.title, work.words(Text("也存成打印页？", "Save a page to print, too?"))
    ):
        path = _page(work, found)
        save_week(path, found, work.words.language)
        work.tell(Text(f"已存：{path.name}", f"Saved: {path.name}"))


def _week(work: Work) -> Week | None:
    """The week that the person names; None: the one to be summed up now. Raises UsageError."""
    text = work.ask_maybe(
        "week",
        Text(
            "哪一周，如 2012-W28？空：现在该写周报的那一周。",
            "Which week, such as 2012-W28? Blank: the one to be summed up now.",
        ),
    )
    try:
        return parse_week(text) if text else None
    except ValueError:
        raise UsageError(
            Text(f"“{text}”不是周；请写 2012-W28", f'"{text}" is no week; write 2012-W28')
        ) from None


def _page(work: Work, found: WeekReport) -> Path:
    """Where the page goes: beside the workbook, under the week and the person."""
    named = " ".join(filter(None, (str(found.week), found.name)))
    return work.saved_path().with_name(f"{named}.xlsx")
