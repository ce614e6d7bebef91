"""The plan board as text for people and as a document for JSON."""

from fractions import Fraction
from typing import TYPE_CHECKING

from xlpy.core.plan import ItemState, percent
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
        words("季度", "quarter"),
        words("负责人", "owner"),
        words("项数", "items"),
        words("完成", "done"),
        words("逾期", "late"),
        words("进度%", "progress %"),
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
        "进度 = 各项完成 ÷ 总数，按权重平均；空的权重为 1。",
        "Progress: each item's done ÷ count, averaged by weight; a blank weight is 1.",
    )
    lines = [f"{board.period} · {board.day}", grid(header, rows, range(2, 6)), told]
    lines += [_overdue(state, words) for state in board.items if state.overdue is not None]
    if board.issues:
        lines.append(issues_text(board.issues, words))
    return "\n".join(lines)


def _overdue(state: ItemState, words: Words) -> str:
    item = state.item
    said = words(
        f"逾期 {state.overdue} 天（{state.working_overdue} 个工作日）",
        f"{state.overdue} days overdue ({state.working_overdue} working days)",
    )
    return f"{item.item_no} {item.owner or '—'} {item.deadline}: {said}, {_shown(state.share)} %"
