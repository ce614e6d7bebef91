"""What is wrong with the tables of customers (E-1.10, E-2.1, E-4.1)."""

from contextlib import suppress

from xlpy.book.load import duplicate_keys
from xlpy.book.names import lexicon
from xlpy.book.tables import Tables
from xlpy.core.checks import customers as checks
from xlpy.core.customers.private import MAILBOX, MESSENGER, Ours, private_contacts
from xlpy.core.dossier.office import FOREVER
from xlpy.core.issues import Issue
from xlpy.core.likeness import domains
from xlpy.core.money import to_fen
from xlpy.core.parameters import number_of, tokens
from xlpy.core.policy import PUBLIC_MAIL, NoRule
from xlpy.core.tables import CUSTOMERS, INPUT
from xlpy.jobs.clash import clash_issues
from xlpy.jobs.relations import Relations, relations

OWN_MAIL, OWN_ACCOUNTS = "mail.own", "messenger.own"
_PRIVATE = (MAILBOX, MESSENGER)


def check_customers(tables: Tables) -> list[Issue]:
    """Every issue of the tables of customers, and the clashes that nobody decided; none while
    these tables are empty. Raises FileError when the workbook cannot be used.
    """
    keys = [table.key for table in CUSTOMERS if table.group == INPUT]
    # Customers are merged without any of these tables, too.
    raws = tables.read((), [*keys, "merges"])
    if not any(raw.length and not raw.is_empty(0) for raw in raws.values()):
        return []
    book = relations(tables, FOREVER)
    found = [issue for issue in book.issues if issue.table in keys]
    found += [each for key in keys for each in duplicate_keys(raws[key])]
    # A rule that cannot be read has an issue of its own.
    with suppress(NoRule):
        found += _issues_of_customers(book)
    return found


def _issues_of_customers(book: Relations) -> list[Issue]:
    rows, words = book.records, lexicon()
    private = private_contacts(rows["follow_ups"], ours(book))
    return [
        *checks.mails_without_at("mails", rows["mails"]),
        *checks.mails_without_at("enquiries", rows["enquiries"]),
        *checks.mails_of_nobody(rows["mails"], rows["contacts"]),
        *checks.unknown_countries("customers", rows["customers"], words),
        *checks.unknown_countries("enquiries", rows["enquiries"], words),
        *checks.two_owners(rows["customers"], book.roster, book.owners),
        *checks.held_by_leavers(rows["customers"], book.roster),
        *checks.over_cap(rows["customers"], book.rules),
        *checks.without_owner(rows["customers"], rows["enquiries"]),
        *checks.grades_differ(rows["customers"], rows["gradings"]),
        *checks.answered_before(rows["enquiries"]),
        *checks.private_accounts(private, _fines(book)),
        *checks.merges_in_circles(rows["merges"]),
        *checks.assigned_to_themselves(rows["assignments"]),
        *clash_issues(book),
    ]


def _fines(book: Relations) -> dict[str, int]:
    found = {code: number_of(book.rules.values.get(f"fine.{code}")) for code in _PRIVATE}
    return {code: to_fen(fine) for code, fine in found.items() if fine is not None}


def ours(book: Relations) -> Ours:
    """The company's mail domains and messenger accounts, by the policy."""
    accounts = tokens(book.rules.values.get(OWN_ACCOUNTS))
    return Ours(_own_domains(book), accounts, lexicon(book.rules.mail_domains(PUBLIC_MAIL)))


def _own_domains(book: Relations) -> frozenset[str]:
    """The company's mail domains: by the policy, else of the mail in the table companies."""
    own = book.rules.mail_domains(OWN_MAIL)
    return own or domains("; ".join(row.mail or "" for row in book.records["companies"]))
