"""The people of the staff table on any day: role, team and post wage change from a day on
(B-3.A).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from xlpy.core.issues import UsageError
from xlpy.core.roles import SUPERVISOR
from xlpy.core.tables.people import Staff, StaffChange
from xlpy.core.text import Text

CHANGING = ("role", "team", "post_wage")
"""What of a person may be another from a day on."""


@dataclass(frozen=True)
class Roster:
    """The rows of the staff table and of its changes."""

    staff: Sequence[Staff] = ()
    changes: Iterable[StaffChange] = ()

    @cached_property
    def people(self) -> Mapping[str, Staff]:
        """Name → person, as the staff table has them."""
        return {person.name: person for person in self.staff}

    @cached_property
    def _changes(self) -> Mapping[str, list[StaffChange]]:
        found: dict[str, list[StaffChange]] = {}
        for row in sorted(self.changes, key=lambda row: row.from_):
            found.setdefault(row.name, []).append(row)
        return found

    def on(self, name: str, day: date) -> Staff:
        """A person with the changes in force on a day; a blank of a change leaves what was. Raises
        KeyError.
        """
        return self._changed(self.people[name], day)

    def _changed(self, person: Staff, day: date) -> Staff:
        for row in self._changes.get(person.name, ()):
            if row.from_ <= day:
                said = {key: value for key in CHANGING if (value := getattr(row, key)) is not None}
                person = replace(person, **said)
        return person

    def everyone_on(self, day: date) -> Sequence[Staff]:
        """All people as `on` gives them, in the order of the staff table."""
        return (
            [self._changed(person, day) for person in self.staff] if self._changes else self.staff
        )

    def role_of(self, name: str | None, day: date) -> str | None:
        """A person's role on a day; None for somebody who is not in the staff table."""
        return self.on(name, day).role if name is not None and name in self.people else None

    def may(self, name: str | None, day: date, roles: Collection[str], of: str | None) -> bool:
        """Whether the role that a person has on a day is one of these; a supervisor's counts for
        the orders of his team's people, without a team for all (C-2.1, C-2.5).

        `of`: the salesperson of the order.
        """
        person = None if name is None else self.people.get(name)
        if person is None or (person := self._changed(person, day)).role not in roles:
            return False
        if person.role != SUPERVISOR or person.team is None:
            return True
        return of in self.people and self.on(of or "", day).team == person.team


def refuse_stranger(name: str | None, staff: Iterable[Staff]) -> None:
    """Raise UsageError for a name that no row of the staff table has; None is nobody."""
    names = [row.name for row in staff]
    if name is not None and name not in names:
        raise stranger(name, names)


def stranger(name: str, names: Iterable[str] = ()) -> UsageError:
    """Why a name is refused that is not in the staff table; `names`: those that are."""
    known = list(names)
    zh = f"，有：{'、'.join(known)}" if known else ""
    en = f"; there are {', '.join(known)}" if known else ""
    return UsageError(Text(f"员工表里没有“{name}”{zh}", f'"{name}" is not in the staff table{en}'))
