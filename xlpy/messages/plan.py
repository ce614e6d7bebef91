"""The plan board as text for people and as a document for JSON."""

from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from xlpy.core.approvedtargets import STATES, TargetState
from xlpy.core.money import show, show_grouped
from xlpy.core.plan import ItemState, percent
from xlpy.core.planyear import YearBar, hanging
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.messages.calendarfile import DayEvent, calendar_file
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.plan import Board


def _shown(share: Fraction) -> str:
    hundredths = int(percent(share) * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def plan_doc(board: "Board") -> dict:
    """The plan board as JSON carries it; per cents as texts with two decimals."""
    return {
        "period": str(board.period),
        "day": str(board.day),
        "items": [
            {
                "item_no": state.item.item_no,
                "quarter": state.item.quarter,
                "owner": state.item.owner,
                "done": float(state.done),
                "of": float(state.count),
                "progress": _shown(state.share),
                "overdue_days": state.overdue,
                "overdue_working_days": state.working_overdue,
                "finished_days_late": state.finished_late,
            }
            for state in board.items
        ],
        "slipped": {bar.state.item.item_no: bar.slipped for bar in board.bars if bar.slipped},
        "waits_for": {
            owner or "": [state.item.item_no for state in own]
            for owner, own in hanging(board.items).items()
        },
        "targets": [
            {
                "period": str(state.plan.period),
                "name": state.plan.name,
                "amount": show(state.plan.amount),
                "state": state.state,
                "approved_amount": show(state.approval.amount) if state.approval else None,
                "months": state.months,
                "months_with_target": state.broken,
            }
            for state in board.targets
        ],
        "board": [
            {
                "quarter": row.quarter,
                "owner": row.owner,
                "items": row.items,
                "done": row.done,
                "late": row.late,
                "progress": _shown(row.share),
            }
            for row in board.rolled
        ],
        "issues": issues_doc(board.issues),
    }


def plan_text(board: "Board", words: Words = BESIDE) -> str:
    """The roll-ups, the items that are overdue, then what is odd."""
    header = [
        words(Text("季度", "quarter")),
        words(Text("负责人", "owner")),
        words(Text("项数", "items")),
        words(Text("完成", "done")),
        words(Text("逾期", "late")),
        words(Text("进度%", "progress %")),
    ]
    rows = [
        [
            row.quarter or str(board.period),
            row.owner or "",
            *map(str, (row.items, row.done, row.late)),
            _shown(row.share),
        ]
        for row in board.rolled
    ]
    told = words(
        Text(
            "进度 = 各项完成 ÷ 总数，按权重平均；空的权重为 1。",
            "Progress: each item's done ÷ count, averaged by weight; a blank weight is 1.",
        )
    )
    lines = [f"{board.period} · {board.day}", grid(header, rows, range(2, 6)), told]
    lines += [_overdue(state, words) for state in board.items if state.overdue is not None]
    twice = [bar for bar in board.bars if bar.slipped > 1]
    lines += [words(Text("拖了两次以上：", "Slipped twice or more:"))] if twice else []
    lines += [_slipped(bar, words) for bar in twice]
    waiting = hanging(board.items)
    lines += [words(Text("悬在谁手上：", "What waits for whom:"))] if waiting else []
    lines += [f"  {owner or '—'}: {_numbers(own)}" for owner, own in waiting.items()]
    lines += [_target(state, words) for state in board.targets]
    if board.issues:
        lines.append(issues_text(board.issues, words))
    return "\n".join(lines)


def _overdue(state: ItemState, words: Words) -> str:
    item = state.item
    said = words(
        Text(
            f"逾期 {state.overdue} 天（{state.working_overdue} 个工作日）",
            f"{state.overdue} days overdue ({state.working_overdue} working days)",
        )
    )
    return f"{item.item_no} {item.owner or '—'} {item.deadline}: {said}, {_shown(state.share)} %"


def _slipped(bar: YearBar, words: Words) -> str:
    item = bar.state.item
    said = words(Text(f"{bar.slipped} 次", f"{bar.slipped} times"))
    return f"  {item.item_no} {item.owner or '—'} {item.deadline}: {said}"


def _numbers(states: list[ItemState]) -> str:
    return ", ".join(state.item.item_no for state in states)


def _target(state: TargetState, words: Words) -> str:
    plan = state.plan
    said = [words(STATES[state.state])]
    row = state.approval
    if row is not None and row.approved_by:
        said.append(f"{row.approved_by} {row.approved_on or ''} {show_grouped(row.amount)}")
    broken = words(
        Text(
            f"{state.months} 个月里 {state.broken} 个有月任务",
            f"{state.broken} of {state.months} months have a target",
        )
    )
    named = f"{plan.period} {plan.name} {show_grouped(plan.amount)}"
    return "; ".join([f"{named}: {said[0]}", *said[1:], broken])


def plan_calendar(board: "Board", at: datetime, words: Words = BESIDE) -> bytes:
    """A calendar file: the deadline of each item that is not done, and the meetings from the day
    on; what is overdue stands on the day itself.
    """
    deadlines = [
        _deadline(state, state.item.deadline, board.day, words)
        for state in board.items
        if not state.is_done and state.item.deadline is not None
    ]
    kinds = TABLES["meetings"].column("kind")
    meetings = [
        DayEvent(
            f"meeting\n{row.date}\n{row.kind}",
            row.date,
            words.cell(kinds, row.kind),
            "\n".join(filter(None, (row.next_week, row.technical))),
            row.chair or "",
        )
        for row in board.meetings
    ]
    return calendar_file([*deadlines, *meetings], at, "Plan")


def _deadline(state: ItemState, deadline: date, day: date, words: Words) -> DayEvent:
    item = state.item
    told = [f"{words(Text('期限', 'deadline'))} {deadline}", f"{_shown(state.share)} %"]
    return DayEvent(
        f"plan\n{item.year}\n{item.item_no}",
        max(deadline, day),
        f"{item.item_no} {item.deliverable}",
        "; ".join([*told, *([item.helpers] if item.helpers else [])]),
        item.owner or "",
    )
