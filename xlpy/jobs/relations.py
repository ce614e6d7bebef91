"""A workbook's customers with all that belongs to them; tables that an earlier one has not are
empty.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from xlpy.book.defaults import default_records
from xlpy.book.load import load
from xlpy.book.names import lexicon
from xlpy.book.tables import RawTable, Tables
from xlpy.core.customers.clash import Decided, Known, cards
from xlpy.core.customers.owners import Owners
from xlpy.core.issues import Issue, UsageError
from xlpy.core.likeness import Limits, Register
from xlpy.core.policy import PUBLIC_MAIL, Rules, RulesOn
from xlpy.core.roster import Roster, stranger
from xlpy.core.tables import CUSTOMERS
from xlpy.core.tables.model import RecordLists
from xlpy.core.text import Text

KEYS = ("customers", "staff", "staff_changes", "policy")
MAYBE = (*(table.key for table in CUSTOMERS), "orders", "quotations", "companies")


@dataclass(frozen=True)
class Relations:
    """The records of a workbook's customers on a day, and the issues of their cells."""

    records: RecordLists
    issues: list[Issue]
    day: date
    raws: dict[str, RawTable] = field(repr=False)

    @cached_property
    def rules(self) -> RulesOn:
        """The policy of the day, with the package's values of keys that the workbook has not."""
        rules = Rules(self.records["policy"]).on(self.day)
        known = Rules(default_records("policy")).on(self.day).values
        own = {key: value for key, value in rules.values.items() if value is not None}
        return replace(rules, values={**known, **own})

    @cached_property
    def roster(self) -> Roster:
        """The people of the department."""
        return Roster(self.records["staff"], self.records["staff_changes"])

    @cached_property
    def owners(self) -> Owners:
        """Whose every customer is."""
        return Owners(self.records["customers"], self.records["assignments"])

    @cached_property
    def known(self) -> Known:
        """The customers as clashes are looked for among them."""
        own = cards(*(self.records[key] for key in ("customers", "contacts", "mails")))
        relays = " ".join(row.public_relay or "" for row in self.records["channels"]).split()
        words = tuple((row.word, row.kind or "trade") for row in self.records["trade_words"])
        public = self.rules.mail_domains(PUBLIC_MAIL) | frozenset(relays)
        names = {row.customer: row for row in self.records["customers"]}
        register = Register(own, Limits.of(self.rules), lexicon(public, words))
        return Known(register, names, self.owners, Decided(self.records["clashes"]))

    def may_see(self, name: str | None, owner: str | None) -> bool:
        """Whether a person sees the contact details of an owner's customer: its owner and managers
        do (E-1.10).
        """
        if name is None or name not in self.roster.people:
            return False
        return name == owner or self.roster.on(name, self.day).role == "manager"

    def person(self, name: str) -> str:
        """A person who is there on the day. Raises UsageError for one unknown or who left."""
        person = self.roster.people.get(name)
        if person is None:
            raise stranger(name, self.roster.people)
        if person.left and person.left < self.day:
            raise UsageError(
                Text(
                    f"{name} 已于 {person.left} 离职；请交给在职的人",
                    f"{name} left on {person.left}; choose somebody who is still here",
                )
            )
        return name


def relations(tables: Tables, day: date, more: Iterable[str] = ()) -> Relations:
    """The records of a workbook's customers, and of `more` tables.

    Raises FileError when it cannot be used.
    """
    raws = tables.read(KEYS, (*MAYBE, *more))
    records: RecordLists = {}
    issues: list[Issue] = []
    for key, raw in raws.items():
        records[key], found = load(raw)
        issues += found
    return Relations(records, issues, day, raws)
