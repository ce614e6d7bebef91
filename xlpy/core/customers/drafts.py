"""Drafts of mails: a template of a task's kind and a contact's language, filled in (D-4.2)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlpy.core.customers.tasks import Task
from xlpy.core.issues import UsageError
from xlpy.core.tables.mailing import MailTemplate
from xlpy.core.text import Text

ENGLISH = "English"
"""What is written in where nobody says a language, or there is no template of it."""
_ALIKE = (
    ("english", "en", "英语", "英文"),
    ("中文", "chinese", "zh", "汉语", "国语", "普通话", "mandarin"),
)
_BLANK = re.compile(r"\{([^{}]*)\}")
FIELDS = ("customer", "contact", "reference", "due", "amount", "salesperson", "company")
"""What a template may have filled in."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a mail goes to: what is known of them."""

    contact: str | None = None
    mail: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail to be looked at and sent by hand; `missing`: what could not be filled in."""

    task: Task
    to: str | None
    language: str
    subject: str
    text: str
    missing: tuple[str, ...] = ()


def draft(
    task: Task, templates: Sequence[MailTemplate], whom: Addressee, company: str | None
) -> Draft:
    """The mail of a task in the addressee's language, else in English, else as there is one.

    A contact without a name is addressed by the customer's. What is not known stays in braces and
    is named. Raises UsageError where there is no template of the kind, or one asks for what no
    template may.
    """
    row = _template(task.what, templates, whom.language)
    values = {
        "customer": task.customer,
        "contact": whom.contact or task.customer,
        "reference": task.reference,
        "due": str(task.due),
        "amount": _amount(task),
        "salesperson": task.salesperson,
        "company": company,
    }
    missing: dict[str, None] = {}

    def filled(text: str) -> str:
        return _BLANK.sub(lambda found: _value(row, found, values, missing), text)

    subject, text = filled(row.subject), filled(row.text)
    return Draft(task, whom.mail, row.language, subject, text, tuple(missing))


def _template(what: str, rows: Sequence[MailTemplate], language: str | None) -> MailTemplate:
    mine = [row for row in rows if row.what == what]
    for wanted in (language, ENGLISH):
        found = [row for row in mine if _same(row.language) == _same(wanted)]
        if found:
            return found[0]
    if not mine:
        raise UsageError(
            Text(
                f"邮件模板表里没有 {what} 的模板；请加一行",
                f"the table mail templates has none for {what}; add a row",
            )
        )
    return mine[0]


def _same(language: str | None) -> str:
    """What a language's names have in common."""
    folded = (language or "").strip().casefold()
    return next((names[0] for names in _ALIKE if folded in names), folded)


def _amount(task: Task) -> str | None:
    if task.open_amount is None:
        return None
    return f"{task.currency or ''} {task.open_amount:,.2f}".strip()


def _value(
    row: MailTemplate,
    found: re.Match[str],
    values: Mapping[str, str | None],
    missing: dict[str, None],
) -> str:
    name = found[1].strip()
    if name not in FIELDS:
        known = " ".join(f"{{{field}}}" for field in FIELDS)
        raise UsageError(
            Text(
                f"邮件模板第 {row.row} 行：没有“{found[0]}”；能填的是 {known}",
                f'mail templates, row {row.row}: "{found[0]}" cannot be filled in; what can: '
                f"{known}",
            )
        )
    value = values[name]
    if not value:
        missing[name] = None
        return found[0]
    return value
