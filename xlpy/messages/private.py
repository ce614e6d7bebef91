"""Fines that follow-ups would allow, as text for people and as a document for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.money import show
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.private import Proposed

_SHOWN = ("date", "name", "code", "reason", "amount", "decision")


def private_doc(found: "Proposed", written: bool) -> dict:
    """Proposed fines as JSON carries them; money a text with two decimals."""
    return {
        "written": written,
        "new": found.new,
        "proposals": [
            {
                "date": str(row.date),
                "name": row.name,
                "code": row.code,
                "reason": row.reason,
                "amount": None if row.amount is None else show(row.amount),
                "decision": row.decision,
            }
            for row in found.proposals
        ],
        **issues_doc(found.issues),
    }


def private_text(found: "Proposed", written: bool, words: Words = BESIDE) -> str:
    """Proposed fines as a table, and that the manager decides."""
    parts = [words(Text("没有可以建议的罚款。", "There is no fine to propose."))]
    if found.proposals:
        columns = [TABLES["fine_proposals"].column(key) for key in _SHOWN]
        body = [
            [words.cell(column, getattr(row, column.field)) for column in columns]
            for row in found.proposals
        ]
        parts = [
            grid([words.label(column) for column in columns], body),
            words(
                Text(
                    f"{len(found.proposals)} 条建议，{found.new} 条是新的；"
                    "是否罚款由经理决定，未扣任何钱。",
                    f"{len(found.proposals)} proposed, {found.new} of them new; the manager "
                    "decides, nothing is deducted.",
                ),
            ),
        ]
    if written:
        parts.append(words(Text("已写入“罚款建议”表。", "Written to the table Fine proposals.")))
    if found.issues:
        parts.append(issues_text(found.issues, words))
    return "\n".join(parts)
