"""The welfare fund never goes below zero (B-3.D.b)."""

from collections.abc import Iterator

from xlpy.core.books import Books
from xlpy.core.department import Department
from xlpy.core.issues import Issue, error, warning
from xlpy.core.money import show_grouped
from xlpy.core.periods import Month


def overspent(department: Department, books: Books, month: Month) -> Iterator[Issue]:
    """Spending of a month that leaves the fund below zero, named by its last row; without spending it is a warning.

    Refunds that are clawed back can bring that about: nobody is to be kept from closing by them.
    """
    spent = department.welfare_of(month)
    closing = books.closing("welfare", month)
    if closing >= 0:
        return
    if not spent:
        zh = f"{month} 末福利基金为负：{show_grouped(closing)} 元，退款扣回所致；转正以前不要支出"
        en = f"the welfare fund is at {show_grouped(closing)} at the end of {month}, by refunds clawed back; spend"
        yield warning("welfare", None, "amount", "B-3.D.b", zh, f"{en} nothing until it is above zero", "welfare.fund")
    else:
        zh = f"{month} 的支出使福利基金为负：期末 {show_grouped(closing)} 元；请减少或推迟支出"
        en = f"spending in {month} leaves the welfare fund at {show_grouped(closing)}; lower or postpone it"
        yield error("welfare", spent[-1].row, "amount", "B-3.D.b", zh, en, "welfare.fund")
