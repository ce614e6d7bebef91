"""A bank's statement as text for people and as a document for JSON: what every line becomes and
why.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from xlpy.core.currencywords import decimals_of
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, record_doc
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.bank import Proposal, Proposed


_VERDICTS = {
    "receipt": Text("回款", "receipt"),
    "refund": Text("退款", "refund"),
    "other": Text("其他", "other"),
    "skip": Text("略过", "skip"),
    "refuse": Text("拒绝", "refuse"),
}
_HEADER = (
    Text("行", "row"),
    Text("日期", "date"),
    Text("金额", "amount"),
    Text("币种", "currency"),
    Text("汇率", "rate"),
    Text("订单", "order"),
)
_MEANINGS = {
    "date": Text("日期", "day"),
    "sum": Text("金额", "sum"),
    "currency": Text("币种", "currency"),
    "direction": Text("收支方向", "in or out"),
    "status": Text("状态", "status"),
    "rate": Text("汇率", "rate"),
    "balance": Text("余额", "balance"),
    "number": Text("流水号", "bank's number"),
    "fee": Text("费用", "fee"),
    "other sum": Text("别的金额", "another sum"),
}
"""The meanings of columns that a reader should be able to check."""


def amount_text(row: "Proposed", grouped: bool = False) -> str:
    """A line's amount with the decimals of its currency; empty where it has none."""
    line = row.line
    if line.amount is None:
        return ""
    places = decimals_of(line.currency) if line.currency else 2
    return f"{line.amount:,.{places}f}" if grouped else f"{line.amount:.{places}f}"


def bank_text(proposal: "Proposal", words: Words = BESIDE, most: int | None = None) -> str:
    """What every line becomes, as a table; runs of lines that are nothing in one; then how the
    columns were read.

    `most`: only so many rows of the table, those first that are added or stand in the way.
    """
    groups = [list(group) for _, group in groupby(proposal.rows, key=_same_reason)]
    if most is not None and len(groups) > most:
        ranked = sorted(groups, key=lambda group: _weight(proposal, group[0]))[:most]
        shown = [group for group in groups if group in ranked]
    else:
        shown = groups
    head, rule, *table = grid(
        _header(words), [_proposal_cells(proposal, group, words) for group in shown], numbers=(3,)
    ).splitlines()
    lines = [head, rule]
    for line, group in zip(table, shown, strict=True):
        lines += [line, *_reason(group[0], words)]
    if len(shown) < len(groups):
        lines.append(f"… {len(groups) - len(shown)}")
    lines += _foot(proposal, words)
    return "\n".join(lines)


def _same_reason(row):
    """Lines next to each other that are nothing for the same reason are shown as one."""
    nothing = row.verdict == "skip" and row.line.date is None
    return (row.why,) if nothing else id(row)


def _weight(proposal, row) -> int:
    if proposal.adds(row) or row.state in ("unreadable", "unsure", "no currency", "no rate"):
        return 0
    return 2 if row.verdict == "skip" else 1


def _header(words: Words) -> list[str]:
    """The table's header; in both languages, a currency's column is too narrow for both."""
    labels = [words(label, " ") for label in _HEADER]
    return ["", *(label if label != "币种 currency" else "币种" for label in labels)]


def _proposal_cells(proposal, group: Sequence, words: Words) -> list[str]:
    row = group[0]
    rows = str(row.line.row) if len(group) == 1 else f"{row.line.row}–{group[-1].line.row}"
    rate = f"{row.receipt.rate:f}" if row.receipt and row.receipt.rate else ""
    sign = "+" if proposal.adds(row) else "!" if row in (*proposal.stops, *proposal.waits) else "−"
    return [
        f"{sign} {words(_VERDICTS[row.verdict], ' ')}",
        rows,
        str(row.line.date or ""),
        amount_text(row, grouped=True),
        row.line.currency or "",
        rate,
        ", ".join(row.orders),
    ]


def _reason(row, words: Words) -> list[str]:
    """Why, below the line: of what names no order, what the bank says of it, too."""
    if row.why is None:
        return []
    said = f" ({_short(row.line.text)})" if row.verdict == "other" and row.line.text else ""
    return [f"    {words(row.why, ' / ')}{said}"]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _foot(proposal, words: Words) -> Iterator[str]:
    counts = proposal.counts
    yield words(
        Text(
            "，".join(
                f"{_VERDICTS[verdict][0]} {count} 行" for verdict, count in counts.items() if count
            ),
            ", ".join(
                f"{count} {_VERDICTS[verdict][1]}" for verdict, count in counts.items() if count
            ),
        ),
        " · ",
    )
    read = [
        f"“{heading}” = {words(_MEANINGS[meaning], ' ')}"
        for heading, meaning in proposal.statement.columns
        if meaning in _MEANINGS
    ]
    if read:
        yield words(Text("列", "columns"), " ") + ": " + "; ".join(read)
    for why in proposal.statement.told:
        yield words(why, " / ")
    left = [row for row in proposal.rows if row.verdict == "refund" and not proposal.adds(row)]
    if left:
        yield words(
            Text(
                f"{len(left)} 笔退款没有加入：要加入请加 --refunds",
                f"{len(left)} refunds are not added; --refunds adds them",
            ),
            " / ",
        )


def bank_doc(proposal: "Proposal", added: Sequence) -> dict:
    """A statement as JSON: what every line becomes, how its columns were understood, what is still
    to be said.
    """
    return {
        "added": len(added),
        "would_add": len(proposal.new),
        "counts": proposal.counts,
        "rows": [_row_doc(row) for row in proposal.rows],
        "columns": [
            {"heading": heading, "meaning": meaning}
            for heading, meaning in proposal.statement.columns
        ],
        "told": [BESIDE(why, " / ") for why in proposal.statement.told],
        **issues_doc(proposal.waiting),
    }


def _row_doc(row: "Proposed") -> dict[str, object]:
    return {
        "row": row.line.row,
        "date": row.line.date.isoformat() if row.line.date else None,
        "amount": amount_text(row) or None,
        "currency": row.line.currency,
        "rate": f"{row.receipt.rate:f}" if row.receipt and row.receipt.rate else None,
        "order_no": row.order_no,
        "verdict": row.verdict,
        "why": BESIDE(row.why, " / ") if row.why else None,
        "state": row.state,
        "orders": list(row.orders),
        "text": row.line.text,
        "receipt": record_doc("receipts", row.receipt) if row.receipt else None,
    }
