"""The carry of a team in which nobody is left (B-3.B.2)."""

from collections.abc import Iterator

from xlpy.core.books import Books
from xlpy.core.carries import team_carries
from xlpy.core.department import Department
from xlpy.core.issues import Issue, warning
from xlpy.core.money import show_grouped
from xlpy.core.periods import Month
from xlpy.core.text import Text


def passed(department: Department, books: Books, month: Month) -> Iterator[Issue]:
    """A carry that passes to another team, or that nobody is left to bear (warnings)."""
    for carry in team_carries(department, books.month(month + -1).teams, month):
        fen = show_grouped(carry.fen)
        if carry.heir is None:
            said = Text(
                f"{carry.team} 的人都已离开，结转的 {fen} 元留在该团队名下，没有人会抵销；请核对",
                (
                    f"everyone has left {carry.team}; the {fen} that it carries stays under its "
                    "name "
                    "and nobody makes it up"
                ),
            )
            yield warning("team_commissions", None, "team", "B-3.B.2", said, "team.gone")
        elif carry.heir != carry.team:
            said = Text(
                (
                    f"{carry.team} 在 {month} 没有人了，结转的 {fen} 元转到 "
                    f"{carry.heir}（最后的成员"
                    "大多在那里）"
                ),
                (
                    f"nobody is left in {carry.team} in {month}: the {fen} that it carries "
                    f"passes to {carry.heir}, where "
                    "most of its last members are now"
                ),
            )
            yield warning("team_commissions", None, "team", "B-3.B.2", said, "team.passed")
