"""The products and their prices on a day, as a catalogue and the pictures take them (C-5.8,
C-5.10).
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlpy.book.tables import Tables
from xlpy.core.catalogue import Offer, grade_key, off_for, offers, price_on, usual_currency
from xlpy.core.currencies import currency_named
from xlpy.core.issues import DataError, Issue, UsageError, has_errors, warning
from xlpy.core.policy import Rules, RulesOn
from xlpy.core.tables.parties import Product
from xlpy.core.text import Text
from xlpy.jobs.department import load_all

SIZE, LARGEST = "picture.size", "picture.largest"
"""The rules that say how many pixels a picture's side has, and how many millions it may have."""
_READ = ("products", "prices", "customers", "companies", "policy")


@dataclass(frozen=True)
class Catalogue:
    """What a catalogue shows: offers in a currency on a day, for a customer or grade; products, and
    the rules of their pictures.
    """

    day: date
    currency: str
    grade: str | None
    customer: str | None
    company: str
    offers: list[Offer]
    products: list[Product]
    size: int
    largest: int
    issues: list[Issue]


@dataclass(frozen=True, slots=True)
class Made:
    """A product's picture: the file that was made (None: it is broken or there is none), what was
    changed, and what is wrong.
    """

    product: Product
    path: Path | None
    changed: tuple[Text, ...] = ()
    wrong: Text | None = None


def catalogue(
    tables: Tables, day: date, currency: str | None = None, of: str | None = None
) -> Catalogue:
    """The products with a price on a day; `currency`: left out, that of most prices; `of`: a
    customer or a grade.

    Raises UsageError for a customer or currency that there is not, DataError for rows that cannot
    be read, NoRule.
    """
    loaded = load_all(tables, _READ)
    records = loaded.records
    if has_errors(loaded.issues):
        raise DataError(loaded.issues)
    rules = Rules(records["policy"]).on(day)
    known = price_on(records["prices"], day)
    money = _currency(currency, {name for _, name in known}) or usual_currency(known) or "CNY"
    customer, grade = _buyer(of, {row.customer: row.grade for row in records["customers"]}, rules)
    found, without = offers(
        records["products"], records["prices"], day, money, off_for(rules, grade)
    )
    companies = records["companies"]
    is_chinese = tables.language == "zh"
    company = next((row.zh_name if is_chinese else row.en_name for row in companies), "")
    issues = [*loaded.issues, *(_without_price(row, money, day) for row in without)]
    counts = (rules.count(SIZE), rules.count(LARGEST))
    return Catalogue(
        day, money, grade, customer, company, found, records["products"], *counts, issues
    )


def _currency(text: str | None, known: set[str]) -> str | None:
    if text is None:
        return None
    named = currency_named(text)
    if named not in known:
        names = ", ".join(sorted(known)) or "—"
        raise UsageError(
            Text(
                f"价目表没有“{text}”的价格，有：{names}",
                f'the price list has no prices in "{text}"; it has {names}',
            )
        )
    return named


def _buyer(
    of: str | None, grades: dict[str, str | None], rules: RulesOn
) -> tuple[str | None, str | None]:
    """The customer and the grade that a word names."""
    if of is None:
        return None, None
    if of in grades:
        return of, grades[of]
    if grade_key(of) in rules.values:
        return None, of.strip().upper()
    raise UsageError(
        Text(
            f"“{of}”不是客户，也不是 A 到 D 的等级",
            f'"{of}" is neither a customer nor a grade A to D',
        )
    )


def _without_price(product: Product, currency: str, day: date) -> Issue:
    name = product.product
    zh = f"{name} 在 {day} 没有 {currency} 的价目价，不在目录里；请在价目表加一行"
    en = f"{name} has no list price in {currency} on {day}, so it is left out; add one to the list"
    return warning("products", product.row, "product", "C-5.10", Text(zh, en), "catalogue.price")
