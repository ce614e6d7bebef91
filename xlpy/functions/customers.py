"""Functions of customers: who may be the same one (E-1.10), when to follow up (C-5.13, D-4.2.3,
D-4.2.4).
"""

from dataclasses import replace
from datetime import date as Date
from functools import lru_cache

from xlpy.book.names import lexicon
from xlpy.core.follow_up import BALANCE, BIRTHDAY, ENQUIRY, RECEIVED, after, due
from xlpy.core.likeness import Customer, Limits, Register
from xlpy.core.policy import PUBLIC_MAIL, RulesOn
from xlpy.core.text import Text
from xlpy.functions.grids import cells_of, per_row, single
from xlpy.functions.problems import CellProblem
from xlpy.functions.ruletables import POLICY_ARG, rules_on
from xlpy.functions.spec import COLUMN, arg, function, opt
from xlpy.functions.values import (
    above_zero,
    choice_of,
    count_of,
    exact_day_of,
    ratio_of,
    text_of,
)
from xlpy.functions.values import today as this_day
from xlpy.ooxml.values import EPOCH

CUSTOMER = Text("客户", "customer")
MAIL = Text("邮箱", "mail")
COUNTRY = Text("国家", "country")
PHONE = Text("电话", "phone")
LEAST = Text("相近程度", "least")
DAY = Text("日期", "date")
WHAT = Text("事项", "what")
TODAY = Text("今天", "today")
WHATS = ((ENQUIRY, "询盘"), (RECEIVED, "客户收货"), (BALANCE, "应收款"), (BIRTHDAY, "生日节日"))


@function(
    "可能是同一家的客户：客户、原因；最像的在前。",
    "Who may be the same customer: customer, why; best first (E-1.10).",
    arg("customer", "要查的客户名。", "The name to look for."),
    arg("mail", "其邮箱，一个或几个；可空。", "The mail address, or several; may be blank."),
    arg("country", "其国家；可空。", "The country; may be blank."),
    arg("customers", "已有客户的名称列。", "The names of the customers that are known.", COLUMN),
    arg("mails", "他们的邮箱列，一样长。", "Their mail addresses, of equal length.", COLUMN),
    arg("countries", "他们的国家列，一样长。", "Their countries, of equal length.", COLUMN),
    opt(
        "least",
        "名称相近到多少才算，如 85%；省略用规则的。",
        "How alike names must be, as 85%; left out: as the policy says.",
    ),
    POLICY_ARG,
    opt("phone", "其电话，一个或几个；可省略。", "The phone number, or several; may be left out."),
    opt(
        "phones",
        "已有客户的电话列，一样长；可省略。",
        "The known customers' phones, of equal length.",
        COLUMN,
    ),
)
def similar_(
    customer: object,
    mail: object,
    country: object,
    customers: object,
    mails: object,
    countries: object,
    least: object = None,
    policy: object = None,
    phone: object = None,
    phones: object = None,
) -> list[list]:
    """A row per likely duplicate: name, reasons in words; `无 none` when there is none.

    `customers`, `mails`, `countries`, `phones`: columns of equal length; `least`: a ratio of
    letters (E-1.10). Raises CellProblem for columns of other lengths, for neither name nor mail,
    and for no known customer.
    """
    asked = Customer(
        text_of(single(customer, CUSTOMER), CUSTOMER),
        text_of(single(mail, MAIL), MAIL),
        text_of(single(country, COUNTRY), COUNTRY),
        "" if phone is None else text_of(single(phone, PHONE), PHONE, numbers=True),
    )
    if not asked.name and not asked.mails:
        raise CellProblem("value", Text("客户名和邮箱都没有填写", "name and mail are both blank"))
    given = [(customers, CUSTOMER), (mails, MAIL), (countries, COUNTRY)]
    given += [] if phones is None else [(phones, PHONE)]
    columns = [
        [text_of(cell, label, numbers=True) for cell in cells_of(raw, label)[0]]
        for raw, label in given
    ]
    if len(set(map(len, columns))) != 1:
        lengths = "、".join(str(len(cells)) for cells in columns)
        raise CellProblem(
            "value",
            Text(
                f"客户、邮箱、国家（电话）各列要一样长，现在是 {lengths}",
                "the columns of customers, mails, countries (phones) must be of equal length; "
                f"they have {lengths}",
            ),
        )
    known = [Customer(*row) for row in zip(*columns, strict=True) if any(row)]
    if not known:
        raise CellProblem("na", Text("已有客户是空的", "the customers that are known are blank"))
    rules = rules_on(this_day(), policy=policy)
    limits = Limits.of(_completed(rules))
    if least is not None:
        limits = replace(limits, letters=above_zero(ratio_of(single(least, LEAST), LEAST), LEAST))
    found = _register(tuple(known), limits, rules.mail_domains(PUBLIC_MAIL)).similar(asked)
    return [[match.customer.name or match.customer.mails, _why(match)] for match in found] or [
        ["无 none", ""]
    ]


@lru_cache(maxsize=2)
def _register(known: tuple[Customer, ...], limits: Limits, public: frozenset[str]) -> Register:
    """The known customers, arranged once for all cells that ask of the same columns."""
    return Register(known, limits, lexicon(public))


def _completed(rules: RulesOn) -> RulesOn:
    """The policy, with the package's values where a workbook of an earlier program has no row of a
    key.
    """
    values = {key: value for key, value in rules.values.items() if value is not None}
    return replace(rules, values={**rules_on(this_day()).values, **values})


def _why(match) -> str:
    return (
        "；".join(zh for zh, _ in match.reasons) + " / " + "; ".join(en for _, en in match.reasons)
    )


@function(
    "跟进日期和还有几天（负数为已过）：询盘当天，客户收货后一周，应收款到期日，生日节日每年。",
    "The day to follow up, and the days left, below zero when it has passed (C-5.13, D-4.2).",
    arg("date", "事情发生的日期。", "The day on which it happened."),
    arg(
        "what",
        "enquiry 询盘、received 客户收货、balance 应收款、birthday 生日节日；或天数。",
        "enquiry, received, balance, birthday; or a number of days above 0.",
    ),
    opt("today", "今天；省略为电脑日期。", "Today; left out: the computer's day."),
    POLICY_ARG,
)
def due_(date: object, what: object, today: object = None, policy: object = None) -> list[list]:
    """Two cells a row: the day as a spreadsheet's number, the days left."""
    now = this_day() if today is None else exact_day_of(single(today, TODAY), TODAY)
    rules = rules_on(now, policy=policy)

    def each(date: object, what: object):
        found = _due(date, what, rules)
        return (float((found - EPOCH).days), float((found - now).days))

    rows = per_row(each, (date, DAY), (what, WHAT))
    pairs = [[cell if isinstance(cell, tuple) else (cell, cell) for cell in row] for row in rows]
    if len(pairs) == 1:
        return (
            [list(pairs[0][0])]
            if len(pairs[0]) == 1
            else [list(line) for line in zip(*pairs[0], strict=True)]
        )
    return [list(row[0]) for row in pairs]


def _due(cell, what, rules: RulesOn) -> Date:
    """The day of one row; `rules` of today."""
    if isinstance(what, (int, float)) and not isinstance(what, bool):
        try:
            return after(exact_day_of(cell, DAY), above_zero(count_of(what, WHAT), WHAT))
        except OverflowError:
            raise CellProblem(
                "num", Text(f"{what:g} 天太多了", f"{what:g} days are too many")
            ) from None
    kind = choice_of(what, WHATS, WHAT)
    # People are older than the department's books.
    day = exact_day_of(cell, DAY, EPOCH) if kind == BIRTHDAY else exact_day_of(cell, DAY)
    return due(kind, day, rules.day, rules)
