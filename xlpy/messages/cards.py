"""What business cards bring, as text for people and as a document for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.cards import Cards, Taken


def cards_doc(found: "Cards", written: bool) -> dict:
    """What cards bring, as JSON carries it."""
    return {
        "written": written,
        "cards": [
            {
                "row": each.card.row,
                "company": each.card.company,
                "name": each.card.name,
                "mails": list(each.card.mails),
                "customer": each.customer or None,
                "new_customer": each.new_customer,
                "contact_no": each.contact_no or None,
                "new_contact": each.new_contact,
                "skipped": each.skipped,
            }
            for each in found.taken
        ],
        "rows": {
            key: {"added": each.added, "changed": each.updated}
            for key, each in found.imports.items()
        },
        **issues_doc(found.issues),
    }


def cards_text(found: "Cards", written: bool, words: Words = BESIDE) -> str:
    """Each card with what becomes of it, then how many rows of each table."""
    header = [
        words(head, " ")
        for head in (
            Text("行", "line"),
            Text("姓名", "name"),
            Text("客户", "customer"),
            Text("", ""),
            Text("联系人号", "contact no."),
            Text("", ""),
        )
    ]
    body = [
        [
            str(each.card.row),
            each.card.name or "—",
            each.customer or each.card.company or "—",
            _what(each, words),
            each.contact_no or "—",
            _new(each.new_contact, words) if each.contact_no else "",
        ]
        for each in found.taken
    ]
    told = [
        words(
            Text(
                f"{key}：加 {each.added} 行，改 {each.updated} 行",
                f"{key}: {each.added} added, {each.updated} changed",
            ),
        )
        for key, each in found.imports.items()
    ] or [words(Text("没有新的内容。", "Nothing is new."))]
    if not written:
        told.append(words(Text("（没有写入）", "(nothing was written)")))
    issues = [issues_text(found.issues, words)] if found.issues else []
    return "\n".join([grid(header, body), "", *told, *issues])


def _what(each: "Taken", words: Words) -> str:
    if each.skipped:
        return words(Text("跳过：没有公司", "left out: no company"), " ")
    return _new(each.new_customer, words)


def _new(new: bool, words: Words) -> str:
    return words(Text("新", "new"), " ") if new else words(Text("已有", "there already"), " ")
