"""Role, team and employment in force on a day, as formulas and as the values that they show.

Role and team are the staff table's, or those of the newest change.
"""

from collections.abc import Mapping
from datetime import date

from xlpy.build.book import Book
from xlpy.build.figures import Figures, is_day
from xlpy.build.formulas import exactly, places
from xlpy.core.periods import Month


def sells(role: str) -> str:
    """Whether a role, or each of several, is a salesperson's: a formula."""
    return f'((ISNUMBER(SEARCH("salesperson",{role}))+({role}="业务员"))>0)'


def is_seller(role: object) -> bool:
    """What `sells` gives for a cell."""
    text = str(role or "")
    return text.endswith("salesperson") or text == "业务员"


def sellers(book: Book, before: str) -> str:
    """Whether each person of the staff table is a salesperson by a day, which is before `before`:
    an array.
    """
    names, changed = book.name("staff", "name"), book.name("staff_changes", "name")
    theirs, role = f"--({names}=TRANSPOSE({changed}))", newest(book, "role", before)
    now = f"MMULT({theirs},{role}*{sells(book.name('staff_changes', 'role'))})"
    return f"((MMULT({theirs},{role})=0)*{sells(book.name('staff', 'role'))}+{now}>0)"


def role_formula(book: Book, name: str, role: str, before: str) -> str:
    """The role of the person in a cell; `role` is what the staff table says."""
    changed = book.name("staff_changes", "name")
    theirs = f"({changed}={name})*{newest(book, 'role', before)}"
    place = f"SUMPRODUCT({theirs}*({places(changed)}))"
    return f"IF(SUMPRODUCT({theirs})=0,{role},INDEX({book.name('staff_changes', 'role')},{place}))"


_CHANGED = "td_changed_names"
"""The name of what `newest` looks each row up by. A formula holds it many times; Excel takes 8,192
letters of one.
"""


def newest(book: Book, column: str, before: str) -> str:
    """Of each row of the staff changes, 1 where it says the role or team that is in force, else 0:
    an array.
    """
    names, days, said = (book.name("staff_changes", key) for key in ("name", "from", column))
    book.names.setdefault(_CHANGED, f"={exactly(names)}")
    later = f'COUNTIFS({names},{_CHANGED},{said},"?*",{days},">"&{days},{days},"<"&{before})'
    return f'({said}<>"")*({days}<{before})*({later}=0)'


def employed(hired: str, left: str, start: str, end: str) -> str:
    """Whether somebody, or each of several, is employed on a day from one to before another."""
    return f'({hired}<{end})*((({left}="")+({left}>={start}))>0)'


def is_employed(person: Mapping, month: Month) -> bool:
    """What `employed` gives for a person's row in a month."""
    hired, left = person.get("hired"), person.get("left")
    return not (is_day(hired) and hired > month.last) and not (is_day(left) and left < month.first)


def role_by(figures: Figures, name: str, day: date) -> str | None:
    """What `role_formula` shows for a person on a day."""
    return changed_by(figures, name, "role", day) or figures.first("staff", "role", name=name)


def changed_by(figures: Figures, name: str, column: str, day: date) -> str | None:
    """The role or team that the newest change says of a person on a day; None where none does."""
    rows = figures.select("staff_changes", name=name)
    said = [
        row for row in rows if row.get(column) and is_day(row.get("from")) and row["from"] <= day
    ]
    return max(said, key=lambda row: row["from"])[column] if said else None
