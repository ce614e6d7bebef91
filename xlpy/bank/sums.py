"""Sums as banks write them: sides, signs and currencies around them, and which mark separates the
decimals.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xlpy.book.cells.numbers import read_amount
from xlpy.book.cells.text import BadCell, brief, fold, refuse
from xlpy.book.words import vocabulary
from xlpy.core.currencies import code_of
from xlpy.core.currencywords import decimals_of
from xlpy.core.text import Text

_NOTHING = re.compile(r"[-–—/*.\s]*|n/?a|nil|none|无", re.IGNORECASE)
_BODY = re.compile(r"\d[\d.,'\u2019 ]*|[.,]\d+")
_AROUND = re.compile(r"[^\W\d_]+\$?|[$€£¥₩₹₽฿]")
_SIGNS = re.compile(r"[-+()]")
_GROUPED = {
    ".": re.compile(
        r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d*)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+"
    ),
    ",": re.compile(r"\d{1,3}(?:[.' ]\d{3})+(?:,\d*)?|\d+(?:,\d*)?|,\d+"),
}
"""Digits with an optional grouping, by the mark of decimals; the second form of the point is
India's.
"""
_DOLLAR = "$"


@dataclass(frozen=True, slots=True)
class Sum:
    """What a cell with a sum says: its size, its sign as written, the side and the currency that
    stand in it.
    """

    size: Decimal
    sign: int
    """-1 with a minus or brackets, +1 with a plus, 0 without a sign."""
    side: str | None
    """`in`, `out` where CR, DR, 贷, 借 stand beside it; None where nothing does."""
    currency: str | None

    @property
    def signed(self) -> Decimal:
        """The size with its sign."""
        return -self.size if self.sign < 0 else self.size


def is_nothing(raw: object) -> bool:
    """Whether a cell says that there is no sum: blank, a dash, a slash."""
    return raw is None or (isinstance(raw, str) and _NOTHING.fullmatch(fold(raw)) is not None)


def is_sum(raw: object) -> bool:
    """Whether a cell holds a sum, in whichever notation."""
    if not isinstance(raw, str):
        return isinstance(raw, (int, float)) and not isinstance(raw, bool)
    try:
        body, _, _, _ = _sum_in_parts(raw)
    except BadCell:
        return False
    return any(form.fullmatch(body) for form in _GROUPED.values())


def mark_of(cells: Iterable) -> str | None:
    """The mark before the decimals that the cells of a file show, `.` or `,`; None where none or
    both are shown.
    """
    found = set()
    for raw in cells:
        if isinstance(raw, str):
            try:
                found |= _shows(_sum_in_parts(raw)[0])
            except BadCell:
                continue
    return found.pop() if len(found) == 1 else None


def _shows(body: str) -> set[str]:
    """The marks that a number's text cannot be read without."""
    fits = {mark for mark, form in _GROUPED.items() if form.fullmatch(body)}
    first = re.search(r"[.,]", body)
    if first is None or re.fullmatch(r"\d{1,3}[.,]\d{3}", body):
        return set()
    if fits == {".", ","}:
        return {first[0]}
    return fits


def read_sum(raw: object, mark: str | None = None) -> Sum:
    """What a cell with a sum says. `mark`: that of the file's decimals, where its cells show one.
    Raises BadCell.
    """
    if not isinstance(raw, str):
        number = read_amount(raw)
        return Sum(abs(number), -1 if number < 0 else 0, None, None)
    body, sign, side, currency = _sum_in_parts(raw)
    return Sum(_size(raw, body, mark, currency), sign, side, currency)


def within_decimals(raw: object, size: Decimal, currency: str | None) -> Decimal:
    """The sum as it is, within the decimals of its currency. Raises BadCell for one that has
    more.
    """
    places = 2 if currency is None else decimals_of(currency)
    if size.quantize(Decimal(1).scaleb(-places)) != size:
        raise refuse(
            raw,
            Text(
                f"的小数位多于 {currency or '货币'} 的 {places} 位，请核对",
                f"has more decimals than the {places} of {currency or 'money'}; check it",
            ),
        )
    return size


def _sum_in_parts(raw: str) -> tuple[str, int, str | None, str | None]:
    """The digits of a cell, and the sign, side and currency around them. Raises BadCell for
    anything else.
    """
    text = fold(raw)
    bodies = _BODY.findall(text)
    if len(bodies) != 1:
        raise _no_sum(raw)
    body = bodies[0].strip()
    around = text.replace(bodies[0], " ", 1)
    signs = "".join(_SIGNS.findall(around))
    if signs not in ("", "-", "+", "()"):
        raise _no_sum(raw)
    words = _AROUND.findall(around)
    if re.sub(r"[\s.+()-]", "", _AROUND.sub("", around)):
        raise _no_sum(raw)
    side, currency = _side_and_currency(raw, words)
    return body.replace("\u2019", "'"), {"": 0, "+": 1}.get(signs, -1), side, currency


def _side_and_currency(raw: str, words: list[str]) -> tuple[str | None, str | None]:
    sides: set[str] = set()
    currencies: set[str] = set()
    for word in words:
        code = code_of(word)
        if code:
            currencies.add(code)
        elif not word.endswith(_DOLLAR) and (tags := vocabulary("direction").tagged(word)).whole:
            sides |= tags.tags & {"in", "out"}
        elif word != _DOLLAR:
            raise _no_sum(raw)
    if len(sides) > 1 or len(currencies) > 1:
        raise _no_sum(raw)
    return next(iter(sides), None), next(iter(currencies), None)


def _size(raw: str, body: str, mark: str | None, currency: str | None) -> Decimal:
    fits = [each for each, form in _GROUPED.items() if form.fullmatch(body)]
    if not fits:
        raise _no_sum(raw)
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", body) and mark is None:
        return _three_digits(raw, body)
    if len(fits) == 2 and mark is None and (shown := _shows(body)):
        fits = [*shown]
    chosen = mark if mark in fits else fits[0]
    whole = re.sub(r"[,' ]" if chosen == "." else r"[.' ]", "", body)
    return Decimal(whole.replace(",", ".").rstrip(".") or "0")


def _three_digits(raw: str, body: str) -> Decimal:
    """`1,234` is a thousand and more, as everywhere in the workbook; `1.234` may be that or a
    little over one.
    """
    if "," in body:
        return Decimal(body.replace(",", ""))
    raise refuse(
        raw,
        Text(
            f"可能是 {body.replace('.', '')}，也可能是 {body}，文件里没有别的金额能说明",
            f"may be {body.replace('.', '')} or {body}, and no other sum of the file decides",
        ),
    )


def _no_sum(raw) -> BadCell:
    return BadCell(Text(f"“{brief(raw)}”不是金额", f'"{brief(raw)}" is no sum of money'))
