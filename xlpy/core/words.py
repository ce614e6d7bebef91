"""Amounts of money in words: 人民币大写 as bills and contracts want it, English as invoices do."""

from decimal import Decimal

from xlpy.core.currencies import code_of
from xlpy.core.currencywords import decimals_of, names_of
from xlpy.core.issues import XlpyError
from xlpy.core.money import FEN
from xlpy.core.text import Text

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_LARGEST = 10**12
"""Yuan. Beyond it the words themselves become ambiguous: 兆 is a million to some and 10^12 to
others.
"""


class NoWords(XlpyError):
    """An amount that cannot be put into words; the message says why."""


def rmb(fen: int) -> str:
    """An amount in fen as 人民币大写, without the words 人民币: `壹仟贰佰叁拾肆元伍角陆分`.

    One 零 for zeros between digits, 整 when no fen follow. Raises NoWords below zero and above
    10^12 yuan.
    """
    if fen < 0:
        raise NoWords(Text("金额是负数，不能写成大写", "a negative amount is not written in words"))
    if fen > _LARGEST * FEN:
        raise NoWords(
            Text(
                "金额超过一万亿元，不能写成大写",
                "an amount above 10^12 yuan is not written in words",
            )
        )
    yuan, jiao, rest = fen // FEN, fen // 10 % 10, fen % 10
    text = f"{_chinese(yuan)}元" if yuan or not fen else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif rest and yuan:
        text += "零"
    return f"{text}{_DIGITS[rest]}分" if rest else f"{text}整"


def _chinese(number: int) -> str:
    """A whole number in capital Chinese numerals; 零 where a part has no leading digits."""
    if number == 0:
        return _DIGITS[0]
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = _DIGITS[0] if 0 < low < unit // 10 else ""
            return f"{_chinese(high)}{name}{gap}{_chinese(low) if low else ''}"
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += (_DIGITS[0] if gap and text else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return text


_SMALL = """
    ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN SEVENTEEN
    EIGHTEEN NINETEEN TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY
"""  # noqa: E501
_ONES, _TENS = _SMALL.split()[:20], _SMALL.split()[20:]
_SCALES = (
    (10**12, "TRILLION"),
    (10**9, "BILLION"),
    (10**6, "MILLION"),
    (10**3, "THOUSAND"),
    (100, "HUNDRED"),
)


def english(amount: Decimal | int, currency: str) -> str:
    """An amount as an invoice says it: `SAY US DOLLARS ONE HUNDRED AND FIVE AND CENTS FIFTY ONLY`.

    `currency` is an ISO code or a usual name of it. Raises NoWords for an unknown currency, an
    amount below zero or above 10^12, and decimals that the currency does not have.
    """
    code = code_of(currency)
    if code is None:
        raise NoWords(Text(f"“{currency}”不是币种", f'"{currency}" is not a currency'))
    name, subunit = names_of(code)
    whole, rest = _units_and_subunits(Decimal(amount), code)
    text = f"SAY {name} {_number(whole)}"
    if rest:
        per = 10 ** decimals_of(code)
        text += f" AND {subunit} {_number(rest)}" if subunit else f" AND {rest}/{per}"
    return f"{text} ONLY"


def count_words(number: int) -> str:
    """A whole number in English capitals: `SIXTY`. Raises NoWords below zero and above 10^12."""
    if not 0 <= number <= _LARGEST:
        raise NoWords(Text(f"{number} 不能写成文字", f"{number} is not written in words"))
    return _number(number)


def _units_and_subunits(amount: Decimal, code: str) -> tuple[int, int]:
    """The whole units and the subunits of an amount. Raises NoWords."""
    if not amount.is_finite() or not 0 <= amount <= _LARGEST:
        raise NoWords(
            Text(
                f"金额 {amount} 不在 0 到一万亿之间，不能写成文字",
                f"the amount {amount} is not between 0 and 10^12 and is not written in words",
            )
        )
    places = decimals_of(code)
    subunits = amount.scaleb(places)
    if subunits != int(subunits):
        raise NoWords(
            Text(
                f"金额 {amount:f} 的小数多于 {code} 的 {places} 位，请先取整",
                f"the amount {amount:f} has more decimals than the {places} of {code}; round it "
                "first",
            )
        )
    unit: int = 10**places
    return divmod(int(subunits), unit)


def _number(number: int) -> str:
    """A whole number in English capitals, British style: AND before the last two digits."""
    if number < len(_ONES):
        return _ONES[number]
    if number < 100:
        tens, one = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_ONES[one]}" if one else "")
    unit, name = next(scale for scale in _SCALES if number >= scale[0])
    high, low = divmod(number, unit)
    if not low:
        return f"{_number(high)} {name}"
    return f"{_number(high)} {name} {'AND ' if low < 100 else ''}{_number(low)}"
