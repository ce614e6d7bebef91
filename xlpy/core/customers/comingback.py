"""The edits of a slice that come back: base, theirs and ours, cell by cell (E-1.10)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xlpy.core.customers.slicing import BACK, NOT_BACK, TextRow, Texts
from xlpy.core.tables import TABLES
from xlpy.core.text import Text

Seen = Mapping[str, Sequence[tuple[int, TextRow]]]


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell that comes back: place in the table, key of the row, column, what it held and holds;
    `ours`: what the department's workbook holds.
    """

    table: str
    at: int
    who: str
    column: str
    before: str
    after: str
    ours: str


@dataclass(frozen=True, slots=True)
class Left:
    """What does not come back, and why; `row`: the slice's row, from 0."""

    table: str
    who: str
    why: Text
    row: int | None = None


@dataclass
class Coming:
    """What comes back: cells, new rows (the slice's row, texts), conflicts, and what stays out."""

    edits: list[Edit] = field(default_factory=list)
    fresh: dict[str, list[tuple[int, TextRow]]] = field(default_factory=dict)
    conflicts: list[Edit] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


GONE = Text("分册里删了；总册保留", "deleted in the slice; it stays in the department's workbook")
GONE_HERE = Text("总册里已没有这一行", "the department's workbook has this row no more")
TAKEN = Text("总册里已有这个编号的另一行", "the department's workbook has another row of this key")
OTHERS = Text("不是本人的客户", "a customer of somebody else")
_OWNED = ("customers", "contacts", "addresses", "follow_ups")


def coming_back(base: Texts, theirs: Texts, ours: Seen, all_ours: Texts, name: str) -> Coming:
    """What a person's slice changed since it was made, against what the department has now.

    `base`: the slice as it was made, `theirs` as it is, `ours`: what the person would see today,
    by place; `all_ours`: every row, so that a key that others took is known. A cell that both
    changed otherwise is a conflict and stays; a row deleted in the slice stays.
    """
    found = Coming()
    own = {row["customer"] for _, row in ours["customers"] if row["owner"] == name}
    own |= {row["customer"] for row in theirs["customers"] if row["owner"] in ("", name)} - {
        row["customer"] for row in all_ours["customers"]
    }
    contacts = {row["contact_no"] for row in theirs["contacts"] if row["customer"] in own}
    for table in BACK:
        _Table(table, found, _mine(table, own, contacts, name)).compare(
            base[table], theirs[table], ours[table], all_ours[table]
        )
    return found


def _mine(table: str, own: set[str], contacts: set[str], name: str) -> Callable[[TextRow], bool]:
    """Whether a row of a table is the person's to change."""
    if table in _OWNED:
        return lambda row: row["customer"] in own
    if table == "mails":
        return lambda row: row["contact_no"] in contacts
    if table == "enquiries":
        return lambda row: row["salesperson"] == name or row["customer"] in own
    return lambda row: name == (row["owner"] or row["spoken_with"])


@dataclass
class _Table:
    """One table's comparison."""

    key: str
    found: Coming
    is_mine: Callable[[TextRow], bool]

    def compare(
        self,
        base: Sequence[TextRow],
        theirs: Sequence[TextRow],
        ours: Sequence[tuple[int, TextRow]],
        every: Sequence[TextRow],
    ) -> None:
        """Add what comes back of the table."""
        rows = [(at, row) for at, row in enumerate(theirs) if any(row.values())]
        pairs, fresh, gone = self._paired(base, rows)
        # The department's rows, too, are known by their keys, or by all their cells without one.
        here = dict(zip(self._marks(r for _, r in ours), ours, strict=True))
        marks = dict(zip(self._marks(base), range(len(base)), strict=True))
        marked = {at: mark for mark, at in marks.items()}
        for was, (at, now) in pairs:
            if base[was] != now:
                self._edited(base[was], at, now, here.get(marked[was]))
        taken = set(self._marks(every)) if TABLES[self.key].keys else set()
        have = {self._all(row) for row in every}
        for (at, row), mark in zip(fresh, self._marks(r for _, r in fresh), strict=True):
            self._new(at, row, mark in taken, self._all(row) in have)
        for was in gone:
            self.found.left.append(Left(self.key, self._who(base[was]), GONE))

    def _edited(
        self, base: TextRow, at: int, now: TextRow, here: tuple[int, TextRow] | None
    ) -> None:
        if here is not None and all(here[1].get(key, "") == text for key, text in now.items()):
            return
        if here is None or not self.is_mine(here[1]):
            self.found.left.append(
                Left(self.key, self._who(now), OTHERS if here else GONE_HERE, at)
            )
            return
        place, ours = here
        for column, after in now.items():
            before, own = base.get(column, ""), ours.get(column, "")
            if after in (before, own):
                continue
            edit = Edit(self.key, place, self._who(now), column, before, after, own)
            decided = column in NOT_BACK.get(self.key, ())
            (self.found.edits if own == before and not decided else self.found.conflicts).append(
                edit
            )

    def _new(self, at: int, row: TextRow, taken: bool, have: bool) -> None:
        if have:
            return
        if taken or not self.is_mine(row):
            self.found.left.append(Left(self.key, self._who(row), TAKEN if taken else OTHERS, at))
        else:
            self.found.fresh.setdefault(self.key, []).append((at, row))

    def _paired(
        self, base: Sequence[TextRow], rows: Sequence[tuple[int, TextRow]]
    ) -> tuple[list[tuple[int, tuple[int, TextRow]]], list[tuple[int, TextRow]], list[int]]:
        """Rows of the base with those of the slice, by their keys; then those without keys that
        are of the same day and customer; new ones, and ones that are gone.
        """
        places = dict(zip(self._marks(base), range(len(base)), strict=True))
        pairs, rest = [], []
        for pair, mark in zip(rows, self._marks(row for _, row in rows), strict=True):
            was = places.pop(mark, None)
            if was is None:
                rest.append(pair)
            else:
                pairs.append((was, pair))
        if TABLES[self.key].keys:
            return pairs, rest, list(places.values())
        gone, fresh = list(places.values()), []
        for at, row in rest:
            alike = (was for was in gone if _day(base[was]) == _day(row))
            was = next(alike, None)
            if was is None:
                fresh.append((at, row))
            else:
                gone.remove(was)
                pairs.append((was, (at, row)))
        return pairs, fresh, gone

    def _marks(self, rows: Iterable[TextRow]) -> Iterator[tuple[str | int, ...]]:
        """What tells each row: its key, else all its cells and which of equal ones it is."""
        keys = TABLES[self.key].keys
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            if keys:
                yield tuple(row.get(key, "").strip().casefold() for key in keys)
            else:
                mark = self._all(row)
                seen[mark] = seen.get(mark, 0) + 1
                yield (*mark, seen[mark])

    def _all(self, row: TextRow) -> tuple[str, ...]:
        return tuple(row.get(key, "") for key in TABLES[self.key].column_keys)

    def _who(self, row: TextRow) -> str:
        keys = TABLES[self.key].keys or ("date", "customer")
        return " / ".join(row.get(key, "") for key in keys)


def _day(row: TextRow) -> tuple[str, str]:
    return row.get("date", ""), row.get("customer", "")
