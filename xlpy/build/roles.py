"""The role that is in force, as formulas and as what they show: the staff table's, or that of the newest change."""

from datetime import date

from xlpy.build.book import Book
from xlpy.build.figures import Figures, is_day


def sells(role: str) -> str:
    """Whether a role, or each of several, is a salesperson's: a formula."""
    return f'((ISNUMBER(SEARCH("salesperson",{role}))+({role}="业务员"))>0)'


def is_seller(role) -> bool:
    """What `sells` tells of a cell."""
    text = str(role or "")
    return text.endswith("salesperson") or text == "业务员"


def sellers(book: Book, before: str) -> str:
    """Whether each person of the staff table is a salesperson by a day, which is before `before`: an array."""
    names, changed = book.name("staff", "name"), book.name("staff_changes", "name")
    theirs, newest = f"--({names}=TRANSPOSE({changed}))", _newest(book, before)
    now = f"MMULT({theirs},{newest}*{sells(book.name('staff_changes', 'role'))})"
    return f"((MMULT({theirs},{newest})=0)*{sells(book.name('staff', 'role'))}+{now}>0)"


def role_formula(book: Book, name: str, role: str, before: str) -> str:
    """The role of the person in a cell; `role` is what the staff table says."""
    changed = book.name("staff_changes", "name")
    theirs = f"({changed}={name})*{_newest(book, before)}"
    place = f"SUMPRODUCT({theirs}*(ROW({changed})-MIN(ROW({changed}))+1))"
    return f"IF(SUMPRODUCT({theirs})=0,{role},INDEX({book.name('staff_changes', 'role')},{place}))"


def _newest(book: Book, before: str) -> str:
    """Of each row of the staff changes, 1 where it says the role that is in force, else 0."""
    names, days, role = (book.name("staff_changes", key) for key in ("name", "from", "role"))
    later = f'COUNTIFS({names},{names},{role},"?*",{days},">"&{days},{days},"<"&{before})'
    return f'({role}<>"")*({days}<{before})*({later}=0)'


def role_by(figures: Figures, name: str, day: date) -> str | None:
    """What `role_formula` shows for a person on a day."""
    rows = figures.select("staff_changes", name=name)
    said = [row for row in rows if row.get("role") and is_day(row.get("from")) and row["from"] <= day]
    if said:
        return max(said, key=lambda row: row["from"])["role"]
    return figures.first("staff", "role", name=name)
