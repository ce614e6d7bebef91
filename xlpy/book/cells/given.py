"""Cells of somebody's file in the forms that our cells take: 1.5万 is 15000, ￥23,215.41 of a row
in CNY is the number.

What cannot be taken for certain stays as it is, and is refused with its own words when it is read.
"""

import re
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xlpy.book.cells.numbers import read_amount
from xlpy.book.cells.text import BadCell, fold, shown
from xlpy.book.days import month_of_word, order_of, read_file_day
from xlpy.core.currencies import code_of
from xlpy.core.currencywords import names_of
from xlpy.core.tables import Column, Table
from xlpy.core.tables.choices import SAID

_FACTORS = {
    "": 1,
    "k": 10**3,
    "'000": 10**3,
    "000": 10**3,
    "thousand": 10**3,
    "thousands": 10**3,
    "in thousands": 10**3,
    "千": 10**3,
    "仟": 10**3,
    "万": 10**4,
    "萬": 10**4,
    "w": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "million": 10**6,
    "millions": 10**6,
    "in millions": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "億": 10**8,
}
_MONEY = ("fen", "amount", "price")
_NUMBERS = (*_MONEY, "rate", "percent", "days", "count", "quantity")
_NOTHING = frozenset(["-", "--", "—", "——", "–", "/", "无", "n/a", "na", "nil", "none", "空"])
"""What people write where nothing is to be said."""
_BRACKETS = re.compile(r"\s*[(（\[【]\s*([^()（）\[\]【】]*?)\s*[)）\]】]")
_BEHIND = re.compile(r"^(.*[^\s/:：,，_-])\s*[/:：,，_-]+\s*([^\s/:：,，_-]+)$")
_HINT = re.compile(
    r"[ymd\-/.年月日]{4,}|必填|选填|可空|可不填|如.*|例.*|示"
    r"例.*|required|optional|e\.?g\.?.*|%|％|百分比|年月日|文本|数字|日期",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\d][\d.,' ]*")
_MONTH_NAMED = re.compile(r"([^\W\d_]+)[\s./,-]*(\d{4}|\d{2})")
_BARE = re.compile(r"-?[\d,]+(\.\d+)?", re.ASCII)
"""A number without a mark or unit, as most cells hold one."""
_WHOLE = ("整", "正")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a heading says that its cells are counted in: so many of a currency; None: it does not
    say which.
    """

    factor: int
    currency: str | None = None


@lru_cache(maxsize=4096)
def unit_of(heading: str) -> tuple[str, Unit | None]:
    """A heading without what it says of its cells' form, and the unit that it names: `任务额（万
    元）`, `金额/USD`.
    """
    unit: Unit | None = None

    def taken_out(match: re.Match[str]) -> str:
        nonlocal unit
        if _HINT.fullmatch(match[1]) or not match[1]:
            return ""
        found = _unit(match[1])
        unit = found or unit
        return "" if found else match[0]

    bare = _BRACKETS.sub(taken_out, heading).strip()
    if unit is None and (match := _BEHIND.match(bare)) and (unit := _unit(match[2])):
        bare = match[1]
    return bare or heading, unit


def _unit(text: str) -> Unit | None:
    """The unit that a text is: `万元`, `USD`, `单位：千美元`; None where it is none."""
    text = re.sub(r"^(单位|unit|币种|in)\s*[:：]?\s*", "", fold(text), flags=re.IGNORECASE)
    for word in sorted(_FACTORS, key=len, reverse=True):
        for rest in _without(text.casefold(), word):
            code = code_of(rest.upper()) or code_of(rest) if rest else None
            if code or (not rest and word):
                return Unit(_FACTORS[word], code)
    return None


def _without(text: str, word: str) -> list[str]:
    """What is left of a text without a word of it."""
    found = [text[len(word) :].strip()] if text.startswith(word) else []
    found += [text[: -len(word)].strip()] if word and text.endswith(word) else []
    if word == "w":
        # `week` is no 10,000 of EEK: people write w beside a number's unit, not within a word.
        found = [rest for rest in found if not rest[:1].isascii() or not rest]
    # 人民币万元 has its factor in the middle.
    return found + (
        [text.replace(word, "", 1)] if word and not word.isascii() and word in text else []
    )


def taken(
    column: Column, cells: Sequence, unit: Unit | None = None, order: str | None = None
) -> list:
    """The cells of a column in the forms that our cells take; None for an empty one."""
    form = _form(column, unit, (order or order_of(cells)) if column.type == "date" else None)
    if form is None:
        return [None if cell == "" else cell for cell in cells]
    known: dict[object, object] = {"": None, None: None}
    found = []
    for cell in cells:
        # What repeats is gone through once; True is not 1 here.
        key = cell if isinstance(cell, str) or cell is None else (type(cell), cell)
        if key not in known:
            known[key] = None if _is_nothing(column, cell) else form(cell)
        found.append(known[key])
    return found


def _is_nothing(column: Column, cell: object) -> bool:
    return column.type != "choice" and isinstance(cell, str) and fold(cell).casefold() in _NOTHING


def _form(
    column: Column, unit: Unit | None, order: str | None
) -> Callable[[object], object] | None:
    if column.type in _MONEY:
        return lambda cell: _money(column, cell, unit or Unit(1))
    if column.type in _NUMBERS:
        return lambda cell: cell
    if column.type == "date":
        return lambda cell: _day(cell, order) if isinstance(cell, str) else cell
    if column.type in ("month", "period"):
        return lambda cell: _month(cell) if isinstance(cell, str) else cell
    if said := _said(column):
        return lambda cell: _as_said(said, cell)
    return None


_IN_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]\s*$")
"""The rule's id behind a reason in words: `given to another (B-2.A.6)`."""


def _as_said(said: dict[str, str], cell: object) -> object:
    """The choice that a cell means: by its words, else by a rule's id behind them."""
    text = shown(cell)
    behind = _IN_BRACKETS.search(text)
    return said.get(_folded(text)) or (said.get(_folded(behind[1])) if behind else None) or cell


def _said(column: Column) -> dict[str, str]:
    """What people say for the choices of a column: folded word → key."""
    said = SAID.get(column.choices, {})
    return {_folded(word): key for key, words in said.items() for word in words.split(";")}


def _folded(text: str) -> str:
    return fold(text).casefold().replace(" ", "").replace("_", "")


def _day(cell: str, order: str | None) -> str:
    try:
        return read_file_day(cell, order).isoformat()
    except BadCell:
        return cell


def _month(cell: str) -> str:
    """A month named in letters, `Jul 2012`, in figures."""
    match = _MONTH_NAMED.fullmatch(fold(cell))
    if match is None or (month := month_of_word(match[1])) is None:
        return cell
    year = match[2] if len(match[2]) == 4 else f"20{match[2]}"
    return f"{year}-{month:02d}"


def _money(column: Column, cell: object, unit: Unit) -> object:
    """A sum with its unit multiplied out; a currency's mark stays with it, and one that is not the
    column's, too.
    """
    foreign = (
        unit.currency
        if unit.currency and (column.type != "fen" or unit.currency != "CNY")
        else None
    )
    if not isinstance(cell, str):
        if isinstance(cell, bool) or not isinstance(cell, (int, float)):
            return cell
        if unit.factor == 1 and foreign is None:
            return cell
        exact = Decimal(cell) if isinstance(cell, int) else Decimal(format(cell, ".15g"))
        text = _plain(exact * unit.factor)
        return f"{foreign} {text}" if foreign else text
    if unit.factor == 1 and foreign is None and _BARE.fullmatch(cell):
        return cell
    parts = _written_sum(cell)
    if parts is None:
        return cell
    sign, number, mark, factor = parts
    if factor * unit.factor == 1 and not foreign and not cell.rstrip().endswith(_WHOLE):
        return cell
    try:
        # As any other cell's digits: 1,5 is 1.5 and 1,500 is 1500.
        size = _plain(read_amount(number) * (unit.factor if factor == 1 else factor))
    except BadCell:
        return cell
    named = mark or foreign or ""
    return (
        f"{sign}{size}"
        if column.type == "fen" and code_of(named) == "CNY"
        else f"{named} {sign}{size}".strip()
    )


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _written_sum(cell: str) -> tuple[str, str, str, int] | None:
    """The sign, digits, currency's mark and factor of a sum as people write it; None where there
    is more to it.
    """
    text = fold(cell)
    match = _NUMBER.search(text)
    if match is None or _NUMBER.search(text, match.end()):
        return None
    before, behind = text[: match.start()].strip(), text[match.end() :].strip()
    negative = before.startswith("(") and behind.endswith(")")
    before, behind = (before[1:], behind[:-1]) if negative else (before, behind)
    for sign in "-+":
        if sign in before:
            before, negative = before.replace(sign, "", 1).strip(), negative or sign == "-"
            break
    for word in _WHOLE:
        behind = behind.removesuffix(word).strip()
    factor = 1
    for word in sorted(filter(None, _FACTORS), key=len, reverse=True):
        if behind.casefold().startswith(word):
            factor, behind = _FACTORS[word], behind[len(word) :].strip()
            break
    marks = [mark.strip() for mark in (before, behind) if mark.strip()]
    if any(mark != "$" and code_of(mark) is None for mark in marks):
        return None
    if len({code_of(mark) for mark in marks}) > 1:
        return None
    return ("-" if negative else ""), match[0].strip(" ,'"), (marks[0] if marks else ""), factor


def with_currencies(
    table: Table, columns: MutableMapping[str, list]
) -> list[tuple[int, str, str, str]]:
    """Take currencies' marks off amounts of rows in that currency; a row without one has that of
    its mark.

    Changes `columns`. What does not agree comes back: row index, column key, and what it is in
    both languages.
    """
    if "currency" not in table.column_keys:
        return []
    told = []
    for column in table.columns:
        if column.type not in ("amount", "price") or column.key not in columns:
            continue
        for at, cell in enumerate(columns[column.key]):
            if not isinstance(cell, str) or _BARE.fullmatch(cell):
                continue
            parts = _written_sum(cell)
            if parts is None or not parts[2]:
                continue
            sign, number, mark, _ = parts
            named = columns.get("currency")
            own = named[at] if named else None
            code = code_of(fold(own)) if isinstance(own, str) else None
            if own is None and code_of(mark):
                named = columns.setdefault("currency", [None] * len(columns[column.key]))
                named[at] = code = code_of(mark)
            if code and _is_of(mark, code):
                columns[column.key][at] = sign + number
            elif code:
                zh = f"“{cell}”标的币种和这一行的 {code} 不一致；请改正其中一个"
                en = (
                    f'"{cell}" names another currency than the {code} of its row; correct one of '
                    "them"
                )
                told.append((at, column.key, f"{column.zh}{zh}", f"{column.en}: {en}"))
    return told


def _is_of(mark: str, code: str) -> bool:
    """Whether a mark may stand for a currency: `$` for every dollar, `¥` for yuan and yen."""
    if mark == "$":
        return "DOLLAR" in names_of(code)[0]
    return code_of(mark) == code or (mark in "¥￥" and code in ("CNY", "JPY"))
