"""The draft of a mail as text to copy and as a document for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.text import Text
from xlpy.messages.results import BESIDE
from xlpy.messages.todo import task_doc
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.core.customers.drafts import Draft


def draft_doc(found: "Draft") -> dict:
    """A draft as JSON carries it."""
    return {
        "to": found.to,
        "language": found.language,
        "subject": found.subject,
        "text": found.text,
        "missing": list(found.missing),
        "task": task_doc(found.task),
    }


def draft_text(found: "Draft", words: Words = BESIDE) -> str:
    """Address, subject and text below each other, and what is to be filled in by hand."""
    to = found.to or words(Text("（没有邮箱）", "(no mail address)"))
    parts = [
        f"{words(Text('收件人', 'To'))}: {to}",
        f"{words(Text('主题', 'Subject'))}: {found.subject}",
        "",
        found.text,
    ]
    if found.missing:
        named = ", ".join(f"{{{name}}}" for name in found.missing)
        parts += ["", words(Text(f"请自己填：{named}", f"Fill in yourself: {named}"))]
    return "\n".join(parts)
