"""The buttons of month, quarter and year: prepare, check, preview, close, re-open."""

from collections.abc import Sequence

from xlpy.actions.questions import Cancelled
from xlpy.actions.work import Work
from xlpy.core.closings import may_reopen
from xlpy.core.issues import ERROR, DataError, Issue, UsageError
from xlpy.core.money import show_grouped
from xlpy.core.periods import Month, Period, Quarter, Year
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import BLUE, MAGNIFIER, ORANGE, bars, padlock, plus, sheet, tick
from xlpy.jobs.check import check as check_job
from xlpy.jobs.close import CloseResult, load_for_close
from xlpy.jobs.close import close as close_job
from xlpy.jobs.department import Loaded
from xlpy.jobs.prepare import prepare as prepare_job
from xlpy.jobs.reopen import reopen as reopen_job
from xlpy.messages.results import close_text

OFFERED, LINE = 40, 96
"""How many findings a list offers, and how long each may be."""


@button(
    "month",
    Text("准备本月", "Prepare"),
    Text(
        "加入本月还缺的行：考勤、评分、按计划的任务；不重复。",
        "Adds the month's rows that are missing: attendance, grades, targets from the plans; "
        "no row twice.",
    ),
    icon="SheetRowsInsert",
    drawing=[*sheet(), *plus()],
    large=True,
)
def prepare(work: Work) -> None:
    """Add a month's missing rows, and say which."""
    month = work.ask_month(
        Text(
            "给哪个月加入还缺的行（考勤、评分、任务）？",
            "Add the missing rows (attendance, grades, targets) of which month?",
        ),
        *_open_months(work),
    )
    work.progress(Text(f"准备 {month}", f"preparing {month}"))
    result = prepare_job(work.writing(), month)
    added = [f"{work.words.label(TABLES[key])}: {len(rows)}" for key, rows in result.added.items()]
    notes = [work.short_issues(result.issues)] if result.issues else []
    if added:
        work.tell(Text(f"{month} 已加入：", f"Added for {month}:"), "\n".join([*added, *notes]))
    else:
        work.tell(Text(f"{month} 没有缺行。", f"No rows of {month} are missing."), "\n".join(notes))


@button(
    "month",
    Text("检查", "Check"),
    Text(
        "列出数据和下一个月结账的全部问题，选一处就到它的单元格；不写入。",
        "Lists every issue of the data and of the next close, and goes to the cell of the one "
        "that you choose; writes nothing.",
    ),
    icon="ErrorChecking",
    drawing=[*sheet(), tick()],
    large=True,
)
def check(work: Work) -> None:
    """List every issue, and go to the cell of the one that is chosen; nothing is written."""
    work.progress(Text("检查全部表格", "checking all tables"))
    issues = check_job(work.reading)
    work.show(work.words.issues(issues))
    found = [issue for issue in issues if issue.row and issue.table in TABLES]
    if found:
        _go_to_one(work, sorted(found, key=lambda issue: issue.severity != ERROR))


def _go_to_one(work: Work, found: Sequence[Issue]) -> None:
    """Select the cell of the finding that the person chooses of the first ones, errors first.
    Raises Cancelled.
    """
    lines = [_line(work, number, issue) for number, issue in enumerate(found[:OFFERED], 1)]
    more = len(found) - len(lines)
    left = Text(f"还有 {more} 处，改好前面的再按“检查”。", f"{more} more: press Check again.")
    said = Text(
        "选中哪一处的单元格？" + (left.zh if more else ""),
        "Select the cell of which one? " + (left.en if more else ""),
    )

    def read(answer: str) -> Issue:
        if not answer:
            raise Cancelled
        number = answer.split(".")[0]
        if number.isdecimal() and 1 <= int(number) <= len(found):
            return found[int(number) - 1]
        raise UsageError(
            Text(f"请写 1 至 {len(found)} 的号码", f"type a number from 1 to {len(found)}")
        )

    issue = work.ask_read("finding", said, read, lines[0], lines)
    work.reading.go_to(issue.table, issue.row or 0, issue.column)


def _line(work: Work, number: int, issue: Issue) -> str:
    """A finding in one line: its number, table, row, and what is wrong, as far as a list shows."""
    table = work.words.label(TABLES[issue.table])
    row = work.words(Text(f"第 {issue.row} 行", f"row {issue.row}"), " ")
    text = " ".join(f"{number}. {table} {row}: {work.words(issue.said, ' ')}".split())
    return text if len(text) <= LINE else f"{text[: LINE - 1]}…"


@button(
    "month",
    Text("试算", "Preview"),
    Text(
        "试算下一个月的结账并显示全部数字；不写入。",
        "Computes the next month's close and shows every figure; writes nothing.",
    ),
    icon="FilePrintPreview",
    drawing=[*sheet(), *MAGNIFIER],
)
def preview_month(work: Work) -> None:
    """Compute the next month's close and show every figure; nothing is written."""
    month = work.ask_month(Text("试算哪个月？", "Preview which month?"), *_open_months(work))
    work.progress(Text(f"试算 {month}", f"computing {month}"))
    work.desk.show(work.title, close_text(_dry(work, month), work.words.beside))


@button(
    "month",
    Text("结账", "Close month"),
    Text(
        "先显示结果，确认后写入提成、分配、奖池、工资。",
        "Shows the result first; writes commissions, split, pools and pay when you agree.",
    ),
    icon="Lock",
    drawing=padlock(8, 6, ORANGE),
    large=True,
)
def close_month(work: Work) -> None:
    """Show what a month's close gives; when the person agrees, write it."""
    month = work.ask_month(Text("结哪个月的账？", "Close which month?"), *_open_months(work))
    _close(work, month)


@button(
    "periods",
    Text("季度结账", "Close quarter"),
    Text(
        "先显示季度奖的分配，确认后写入。",
        "Shows the quarter's prizes first; writes them when you agree.",
    ),
    icon="ChartTypeColumnInsertGallery",
    drawing=bars(5, 8, 11),
    large=True,
)
def close_quarter(work: Work) -> None:
    """Show a quarter's prizes; when the person agrees, write them."""
    _close(work, _ask_long(work, Text("结哪个季度的账？", "Close which quarter?"), Quarter))


@button(
    "periods",
    Text("年度结账", "Close year"),
    Text(
        "先显示年终奖的分配，确认后写入。",
        "Shows the year's prizes first; writes them when you agree.",
    ),
    icon="FileMarkAsFinal",
    drawing=[*bars(4, 6, 9, 12), tick(ORANGE, 14, 8)],
    large=True,
)
def close_year(work: Work) -> None:
    """Show a year's prizes; when the person agrees, write them."""
    _close(work, _ask_long(work, Text("结哪一年的账？", "Close which year?"), Year))


def _open_months(work: Work) -> tuple[Month, list[Month]]:
    """The month to close next, and what a question about an open month offers."""
    month = work.next_month()
    return month, [month, month + 1]


def _ask_long(work: Work, said: Text, kind: type) -> Period:
    """Ask for a quarter or year: those with a closed month that are not closed are offered."""
    state = work.closings()
    ends = [month.quarter if kind is Quarter else Year(month.year) for month in state.months]
    offered = [period for period in dict.fromkeys(ends) if period not in state.periods]
    return work.ask_period(said, offered[0] if offered else None, offered, kind)


def _dry(work: Work, period: Period, loaded: Loaded | None = None) -> CloseResult:
    return close_job(
        work.reading, period, by=work.desk.user, at=work.now(), dry_run=True, loaded=loaded
    )


def _close(work: Work, period: Period) -> None:
    work.refuse_read_only()
    work.progress(Text(f"试算 {period}", f"computing {period}"))
    loaded = load_for_close(work.reading)
    result = _dry(work, period, loaded)
    if result.already_closed:
        work.show(close_text(result, work.words.beside))
        return
    by = work.closer()
    work.agree(
        Text(
            f"{period} 结账后写入以下结果；经手人 {by}。继续吗？",
            f"Closing {period} writes the following; closed by {by}. Go on?",
        ),
        summary(work, result),
    )
    work.progress(Text(f"写入 {period}", f"writing {period}"))
    tables = work.writing()
    close_job(tables, period, by=by, at=work.now(), loaded=load_for_close(tables, loaded))
    work.tell(
        Text(f"{period} 已结账。请保存工作簿。", f"{period} is closed. Save the workbook."),
        work.short_issues(result.issues),
    )


def summary(work: Work, result: CloseResult) -> str:
    """A close's outcome in a few lines: sums of what is paid, then notes."""
    rows, lines = result.rows, []
    if pay := rows.get("payroll"):
        total = sum(row.total for row in pay)
        lines.append(
            Text(
                f"工资 {len(pay)} 人，合计 {show_grouped(total)} 元",
                f"Pay of {len(pay)}: {show_grouped(total)}",
            )
        )
    if teams := rows.get("team_commissions"):
        total = sum(row.commission for row in teams)
        lines.append(
            Text(f"团队提成 {show_grouped(total)} 元", f"Team commission: {show_grouped(total)}")
        )
    if own := rows.get("commissions"):
        total = sum(row.commission for row in own)
        lines.append(
            Text(
                f"个人提成 {show_grouped(total)} 元", f"Personal commissions: {show_grouped(total)}"
            )
        )
    lines += [
        Text(
            f"{row.kind} {row.name} {show_grouped(row.amount)} 元",
            f"{row.kind} {row.name}: {show_grouped(row.amount)}",
        )
        for row in rows.get("prizes", ())
    ]
    if changed := rows.get("adjustments"):
        lines.append(
            Text(
                f"对已结月份的调整 {len(changed)} 项",
                f"Adjustments of closed months: {len(changed)}",
            )
        )
    text = "\n".join(work.words(line, " · ") for line in lines)
    return f"{text}\n\n{work.short_issues(result.issues)}" if result.issues else text


@button(
    "month",
    Text("反结账", "Re-open"),
    Text(
        "撤回最后一次结账，记下经手人和原因。",
        "Takes the last close back; who and why is recorded.",
    ),
    icon="ReviewAllowUsersToEditRanges",
    drawing=padlock(11, 5, BLUE),
)
def reopen(work: Work) -> None:
    """Take the last close back, with who and why."""
    state = work.closings()
    last = state.periods[-1] if state.periods else None
    if last is None:
        raise UsageError(Text("还没有结过账", "nothing is closed yet"))
    work.refuse_read_only()
    period = work.ask_period(
        Text("撤回哪个期间的结账？只能是最后一个。", "Take back which close? The last one only."),
        last,
        [last],
    )
    if issues := list(may_reopen(state, period)):
        raise DataError(issues)
    by = work.closer()
    reason = work.ask_why(Text("为什么要反结账？会一直记录在案。", "Why? It is kept on record."))
    work.agree(
        Text(
            f"撤回 {period}，它的结果行会删除。继续吗？",
            f"Taking {period} back deletes its result rows. Go on?",
        ),
    )
    work.progress(Text(f"反结账 {period}", f"re-opening {period}"))
    reopen_job(work.writing(), period, by=by, reason=reason, at=work.now())
    work.tell(
        Text(f"{period} 已反结账。请保存工作簿。", f"{period} is open again. Save the workbook.")
    )
