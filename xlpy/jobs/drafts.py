"""The draft of a mail for a task of the to-do list; nothing is sent or written (D-4.2)."""

from datetime import date

from xlpy.book.tables import Tables
from xlpy.core.customers.drafts import Addressee, Draft, draft
from xlpy.core.customers.tasks import Task
from xlpy.core.customers.todo import todo
from xlpy.core.dossier.office import issuer_of
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.tables.model import RecordLists
from xlpy.core.tables.relations import Contact
from xlpy.jobs.customers import known_of
from xlpy.jobs.todo import meant

_READ = ("mails", "mail_templates", "companies")


def draft_of(tables: Tables, reference: str, day: date, what: str | None = None) -> Draft:
    """The mail for a task of a day's list, by its number, its customer or both.

    `what`: the kind that is meant where there are several of that name. Raises UsageError when no
    task, or several, are meant, and when no template fits.
    """
    known = known_of(tables, day, _READ)
    task = meant(todo(known.facts, day, known.rules), reference, what)
    orders = (row for row in known.records["orders"] if row.order_no == task.reference)
    name = next((row.issuer for row in orders), None)
    company = issuer_of(known.records["companies"], name)
    return draft(
        task,
        known.records["mail_templates"],
        addressee(task, known.records, day),
        company.en_name or company.zh_name if company else None,
    )


def addressee(task: Task, records: RecordLists, day: date) -> Addressee:
    """Whom a task's mail goes to: whose birthday it is, who sent the enquiry, else the customer's
    first contact that has a mail address; who has left is left out.
    """
    mails: dict[str, str] = {}
    for row in sorted(records["mails"], key=lambda row: row.main != "yes"):
        mails.setdefault(row.contact_no, row.mail)
    there: list[Contact] = [
        row
        for row in records["contacts"]
        if row.customer == task.customer and (row.left is None or row.left > day)
    ]
    there.sort(key=lambda row: row.contact_no not in mails)
    named = [row for row in there if task.what == "birthday" and row.contact_no == task.reference]
    for contact in (named or there)[:1]:
        known = Addressee(contact.contact, mails.get(contact.contact_no), contact.language)
        break
    else:
        known = Addressee()
    asked = _enquiry(task, records)
    if asked is None or not (asked.contact or asked.mail):
        return known
    language = next((row.language for row in there if row.contact == asked.contact), known.language)
    return Addressee(asked.contact, asked.mail or known.mail, language)


def _enquiry(task: Task, records: RecordLists) -> Enquiry | None:
    if task.what != "reply":
        return None
    rows: list[Enquiry] = records["enquiries"]
    return next((row for row in rows if row.enquiry_no == task.reference), None)
