"""The welfare fund never goes below zero (B-3.D.b)."""

from collections.abc import Iterable, Iterator

from xlpy.core.books import Books
from xlpy.core.department import Department
from xlpy.core.issues import Issue, error, warning
from xlpy.core.money import show_grouped
from xlpy.core.periods import Month
from xlpy.core.tables.results import Adjustment, Pool
from xlpy.core.text import Text

FUND, RULE = "welfare", "B-3.D.b"


def overspent(
    department: Department, month: Month, pools: Iterable[Pool], adjustments: Iterable[Adjustment]
) -> Iterator[Issue]:
    """Spending of an open month that leaves the fund below zero, named by its last row (an error).

    `pools` and `adjustments` are what the month's close would write. What late changes of closed
    months take out of the fund never holds up a close: a fund that is below zero by them is a
    warning.
    """
    closing = next((row.closing for row in pools if row.pool == FUND), 0)
    settled = sum(row.amount for row in adjustments if row.name == FUND)
    spent = department.welfare_of(month)
    if closing >= 0:
        return
    shown = show_grouped(closing)
    if spent and closing - min(settled, 0) < 0:
        said = Text(
            f"{month} 的支出使福利基金为负：期末 {shown} 元；请减少或推迟支出",
            f"spending in {month} leaves the welfare fund at {shown}; lower or postpone it",
        )
        yield error("welfare", spent[-1].row, "amount", RULE, said, "welfare.fund")
    else:
        said = Text(
            f"{month} 末福利基金为负：{shown} 元；转正以前不要支出",
            (
                f"the welfare fund is at {shown} at the end of {month}; spend nothing until it is "
                "above zero"
            ),
        )
        yield warning("welfare", None, "amount", RULE, said, "welfare.fund")


def short_by_late_changes(books: Books, standing: Books, month: Month) -> Iterator[Issue]:
    """A closed month whose fund would have been below zero as the rows are now (a warning): this
    month settles it.

    `books`: of the rows as they are now; `standing`: as the closes wrote them.
    """
    for closed in sorted(standing.months):
        now = books.closing(FUND, closed)
        if now < 0 and now < standing.closing(FUND, closed):
            said = Text(
                (
                    f"按现在的数据，福利基金在已结的 {closed} 末会是 {show_grouped(now)} 元；已结"
                    "的月份不变，"
                    f"差额在 {month} 的更正里结算"
                ),
                (
                    "as the rows are now the welfare fund would have been at "
                    f"{show_grouped(now)} at the end of {closed}, "
                    f"which stays as it was closed; {month} settles the difference as an adjustment"
                ),
            )
            yield warning("welfare", None, "amount", RULE, said, "welfare.late")
            return
