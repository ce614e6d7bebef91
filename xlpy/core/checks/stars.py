"""The month's collaboration stars: named where money came in together, one for each split
(B-3.B.2.c).
"""

from collections.abc import Iterator

from xlpy.core.department import Department
from xlpy.core.issues import Issue, error, warning
from xlpy.core.periods import Month
from xlpy.core.split import star_of
from xlpy.core.tables.month import Star
from xlpy.core.text import Text

RULE = "B-3.B.2.c"


def named(department: Department, month: Month) -> Iterator[Issue]:
    """Collaborative receipts and nobody named; more than one named; one named for nothing."""
    credited, stars = department.credited(month), department.stars_of(month)
    if double := _one_too_many(department, month):
        names = "、".join(row.name for row in stars)
        said = Text(
            f"{month} 指定了多名协作之星（{names}）；只能留一名",
            f"{month} has more than one collaboration star ({names}); leave one",
        )
        yield error("stars", double.row, "name", RULE, said, "star.several")
    elif not stars and credited.has_collaboration:
        best = _best(department, month)
        said = Text(
            (
                f"{month} 有协作回款，但没有指定协作之星；协作回款最多的是 {best}，"
                "请在协作之星表加一行"
            ),
            (
                f"{month} has collaborative receipts but no star; {best} has most of them: add a "
                "row "
                "to the stars table"
            ),
        )
        yield error("stars", None, "name", RULE, said, "star.missing")
    elif (
        stars
        and not credited.has_collaboration
        and not department.unreadable.keys() & {"receipts", "credits"}
    ):
        said = Text(
            f"{month} 没有协作回款，协作之星的份额归年终奖池",
            f"{month} has no collaborative receipts: the star's share goes to the year-end pool",
        )
        yield warning("stars", stars[0].row, "name", RULE, said, "star.vain")
    elif stars and _by_team(department, month):
        yield from _teams_without(department, month)


def _by_team(department: Department, month: Month) -> bool:
    return department.on(month).choice("split.scope") == "team"


def _one_too_many(department: Department, month: Month) -> Star | None:
    """The first star too many: a month has one, or by choice one for each team."""
    taken: set[str] = set()
    people = {person.name: person for person in department.staff_in(month)}
    for row in department.stars_of(month):
        person = people.get(row.name)
        team = department.team_of(person, month) if person and _by_team(department, month) else ""
        if team in taken:
            return row
        taken.add(team)
    return None


def _best(department: Department, month: Month) -> str:
    """Who has most collaborative receipts, the first in staff order where several have."""
    sums = department.credited(month).collaborative
    in_order = [person.name for person in department.staff_in(month) if person.name in sums]
    return max(in_order or sums, key=sums.__getitem__)


def _teams_without(department: Department, month: Month) -> Iterator[Issue]:
    """A team with collaborative receipts none of whose people is named, though somebody else is (a
    warning).
    """
    together = department.credited(month).together
    for team, members in department.members(month).items():
        if not together.isdisjoint(members) and star_of(department, month, members) is None:
            said = Text(
                (
                    f"{team} 在 {month} 有协作回款，但没有指定本团队的协作之星，"
                    "其份额归年终奖池；要"
                    "给人请加一行"
                ),
                (
                    f"{team} has collaborative receipts in {month} but no star of its own: that "
                    "share goes to the year-end "
                    "pool; add a row to give it to someone"
                ),
            )
            yield warning("stars", None, "name", RULE, said, "star.team")


def of_others(department: Department, month: Month) -> Iterator[Issue]:
    """A star without a part in the month's collaborative receipts (a warning)."""
    credited, stars = department.credited(month), department.stars_of(month)
    # A name that is not in the staff table has an issue of its own.
    if len(stars) != 1 or not department.people.keys() >= {stars[0].name, *credited.collaborative}:
        return
    if credited.has_collaboration and stars[0].name not in credited.collaborative:
        name, others = stars[0].name, list(credited.collaborative)
        said = Text(
            f"{name} 在 {month} 没有协作回款，有的是 {'、'.join(others)}；请核对协作之星",
            (
                f"{name} has no collaborative receipts in {month}, but {', '.join(others)} have; "
                "check the star"
            ),
        )
        yield warning("stars", stars[0].row, "name", RULE, said, "star.others")
