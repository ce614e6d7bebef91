"""A period's budget as text for people and as a document for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.money import show, show_grouped
from xlpy.core.reports.budget import UNKNOWN, ItemLine, MonthLine, SpentLine
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.budget import BudgetReport

_ALL = Text("合计", "all")
_PLANNED, _CARRIED = Text("预算", "planned"), Text("上期转入", "carried over")
_SPENT, _LEFT = Text("已花", "spent"), Text("剩余", "left")
_OVER, _WAITING = Text("超支", "over"), Text("待批准", "not approved")
_ITEM_HEAD = (Text("项目", "item"), _PLANNED, _CARRIED, _SPENT, _LEFT, _OVER, _WAITING)
_MONTH_HEAD = (Text("月份", "month"), _PLANNED, _CARRIED, _SPENT, _LEFT)
_CHANNEL_HEAD = (Text("渠道", "channel"), _SPENT)
_FAIR_HEAD = (Text("展会", "fair"), _PLANNED, _SPENT, _LEFT)


def budget_doc(found: "BudgetReport") -> dict:
    """The budget as JSON carries it; money as texts with two decimals."""
    figures = found.figures
    return {
        "period": str(found.period),
        "carry": found.carry,
        "items": [_item_doc(line) for line in figures.items],
        "all": _item_doc(figures.total),
        "channels": [{"channel": row.key, "spent": show(row.spent)} for row in figures.channels],
        "fairs": [
            {"fair": row.key, "planned": _money(row.budget), "spent": show(row.spent),
             "left": _money(row.left)}
            for row in figures.fairs
        ],
        **issues_doc(found.issues),
    }  # fmt: skip


def _item_doc(line: ItemLine) -> dict:
    return {
        "item": line.item,
        **_parts(line),
        "over": show(line.over),
        "not_approved": show(line.waiting),
        "months": [{"month": str(each.month), **_parts(each)} for each in line.months],
    }


def _parts(line: ItemLine | MonthLine) -> dict:
    return {
        "planned": _money(line.planned),
        "carried": show(line.carried),
        "spent": show(line.spent),
        "left": show(line.left),
    }


def _money(fen: int | None) -> str | None:
    return None if fen is None else show(fen)


def budget_text(found: "BudgetReport", words: Words = BESIDE) -> str:
    """The budget by item, by month, what was spent for channels and fairs, and what is odd."""
    figures, total = found.figures, found.figures.total
    lines = [str(found.period)]
    if not figures.items:
        lines.append(
            words(Text("没有预算，也没有费用。", "There is neither a budget nor an expense."))
        )
    else:
        rows = [_item(line.item, line) for line in figures.items]
        lines.append(_grid(words, _ITEM_HEAD, [*rows, _item(words(_ALL), total)]))
    if len(total.months) > 1:
        by_month = [[str(each.month), *_figures(each)] for each in total.months]
        lines += ["", _grid(words, _MONTH_HEAD, by_month)]
    channels = [
        [words(Text("未知", "unknown")) if row.key == UNKNOWN else row.key, show_grouped(row.spent)]
        for row in figures.channels
    ]
    fairs = [_fair(row) for row in figures.fairs]
    lines += ["", _grid(words, _CHANNEL_HEAD, channels)] if channels else []
    lines += ["", _grid(words, _FAIR_HEAD, fairs)] if fairs else []
    lines += ["", issues_text(found.issues, words)] if found.issues else []
    return "\n".join(lines)


def _grid(words: Words, head: tuple[Text, ...], rows: list[list[str]]) -> str:
    return grid([words(each) for each in head], rows, range(1, len(head)))


def _item(name: str, line: ItemLine) -> list[str]:
    beside = (_shown(line.over or None), _shown(line.waiting or None))
    return [name, *_figures(line), *beside]


def _figures(line: ItemLine | MonthLine) -> list[str]:
    return [
        _shown(line.planned),
        _shown(line.carried or None),
        show_grouped(line.spent),
        show_grouped(line.left),
    ]


def _fair(row: SpentLine) -> list[str]:
    return [row.key, _shown(row.budget), show_grouped(row.spent), _shown(row.left)]


def _shown(fen: int | None) -> str:
    return "" if fen is None else show_grouped(fen)
