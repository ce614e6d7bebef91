"""Exact numbers from cells: no float goes further than its own shortest text."""

import re
from decimal import Decimal

from xlpy.book.cells.text import BadCell, brief, fold, refuse
from xlpy.core import money
from xlpy.core.text import Text

LIMIT = Decimal(10) ** 13

_MARK = re.compile(r"¥|CNY|RMB|人民币|元", re.IGNORECASE)
_PLAIN = re.compile(r"\d+\.?\d*|\.\d+")
_COMMAS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_SPACES = re.compile(r"[1-9]\d{0,2}( \d{3})+([.,]\d*)?")
_DOTS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+,\d*|[1-9]\d{0,2}(\.\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_SMALL = re.compile(r"\d+(\.\d+)?[eE]-\d{1,2}")
_LARGE = re.compile(r"\d+(\.\d*)?[eE]\+?\d+")

_HINT = Text("，请写成 1234.50 这样的数字", "; type a number such as 1234.50")


def read_money(raw: object, notes: list | None = None) -> int:
    """Yuan as whole fen. More than two decimals are rounded half-up and said in `notes`. Raises
    BadCell.
    """
    yuan = _limited(raw, _yuan_text(raw) if isinstance(raw, str) else _number(raw))
    fen = money.to_fen(yuan)
    if notes is not None and money.to_yuan(fen) != yuan:
        notes.append(
            refuse(
                raw,
                Text(
                    f"多于两位小数，按 {money.show(fen)} 元计，请核对",
                    f"has more than two decimals and is taken as {money.show(fen)} yuan; check it",
                ),
            )
        )
    return fen


def read_amount(raw: object) -> Decimal:
    """An amount of money in the row's own currency, exact. Raises BadCell."""
    return _limited(
        raw, _text_number(raw, raw, comma_groups=True) if isinstance(raw, str) else _number(raw)
    )


def read_decimal(raw: object) -> Decimal:
    """A plain number, exact; a text such as 1,234 could be two numbers and is refused. Raises
    BadCell.
    """
    return _limited(raw, _text_number(raw, raw) if isinstance(raw, str) else _number(raw))


def read_rate(raw: object) -> Decimal:
    """An exchange rate, above zero. Raises BadCell."""
    rate = read_decimal(raw)
    if rate <= 0:
        raise refuse(
            raw,
            Text(
                "不能作汇率，汇率要大于 0",
                "cannot be an exchange rate; type a rate above 0, such as 6.32",
            ),
        )
    return rate


def read_percent(raw: object) -> Decimal:
    """A share or rate in percent, not negative: 60, `60%` -> 60, `5‰` -> 0.5. Raises BadCell."""
    percent = _percent_text(raw) if isinstance(raw, str) else read_decimal(raw)
    if percent < 0:
        raise refuse(
            raw, Text("是负数，百分比不能为负", "is negative; a percentage here cannot be")
        )
    return percent


def _percent_text(raw: str) -> Decimal:
    text = fold(raw)
    if text.endswith("%"):
        return _limited(raw, _text_number(raw, text[:-1]))
    if text.endswith("‰"):
        return _limited(raw, _text_number(raw, text[:-1])) / 10
    return read_decimal(raw)


def read_days(raw: object) -> Decimal:
    """A number of days, not negative; halves are usual. Raises BadCell."""
    days = read_decimal(raw)
    if days < 0:
        raise refuse(raw, Text("是负数，天数不能为负", "is negative; a number of days cannot be"))
    return days


def read_quantity(raw: object) -> Decimal:
    """A quantity, weight or volume, not negative; 1,200 has a thousands separator. Raises
    BadCell.
    """
    quantity = read_amount(raw)
    if quantity < 0:
        raise refuse(raw, Text("是负数，这里不能为负", "is negative; it cannot be here"))
    return quantity


def read_price(raw: object) -> Decimal:
    """A price per unit in the row's currency, not negative, with all its decimals. Raises
    BadCell.
    """
    return read_quantity(raw)


def read_count(raw: object) -> int:
    """A whole number, not negative. Raises BadCell."""
    number = read_amount(raw)
    if number < 0 or number != int(number):
        raise refuse(
            raw,
            Text(
                "不是 0 或正整数，请写成 3 这样的数",
                "is not a whole number from 0 up; type one such as 3",
            ),
        )
    return int(number)


def _number(raw) -> Decimal:
    """A number cell through the 15 significant digits that a spreadsheet keeps."""
    if isinstance(raw, float):
        if raw - raw != 0:
            raise _no_number(raw)
        return Decimal(format(raw, ".15g"))
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    if isinstance(raw, Decimal) and raw.is_finite():
        return raw
    if isinstance(raw, tuple):
        raise refuse(
            raw,
            Text(
                "是日期，这里要填数字；请把单元格格式改为数值后重新填写",
                "is a date where a number belongs; format the cell as a number and type it again",
            ),
        )
    raise _no_number(raw)


def _no_number(raw) -> BadCell:
    return refuse(raw, Text("不是数字" + _HINT[0], "is not a number" + _HINT[1]))


def _limited(raw, number: Decimal) -> Decimal:
    if not -LIMIT <= number <= LIMIT:
        raise refuse(raw, Text("太大了，请核对位数", "is too large; check its digits"))
    # Zeros at the end do not count; a number that is short with them is not looked at closely.
    if len(number.as_tuple().digits) > money.DIGITS and digits_of(number) > money.DIGITS:
        raise refuse(
            raw,
            Text(
                f"超过 {money.DIGITS} 位数字，单元格存不下；请减少小数位",
                f"has more than the {money.DIGITS} digits that a cell keeps; write it with fewer "
                "decimals",
            ),
        )
    return number


def digits_of(number: Decimal) -> int:
    """How many digits of a number are significant; zeros at its end are not."""
    return len("".join(map(str, number.as_tuple().digits)).strip("0"))


def _yuan_text(raw: str) -> Decimal:
    """Text of an amount in yuan: at most one currency mark at either end, or one before and 元
    behind.
    """
    text = fold(raw)
    marks = _MARK.findall(text)
    bare = _MARK.sub(" ", text)
    if len(marks) > 2 or (
        marks and re.search(r"\d\s*(¥|CNY|RMB|人民币|元)\s*[\d.,]", text, re.IGNORECASE)
    ):
        raise _no_number(raw)
    return _text_number(raw, re.sub(r"^([-+(])\s+", r"\1", bare.strip()), comma_groups=True)


def _text_number(raw: str, text: str, comma_groups: bool = False) -> Decimal:
    """The number of a text with sign or accounting brackets. `comma_groups`: 1,234 has a thousands
    separator.
    """
    text = fold(text)
    if bracketed := text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    negative = bracketed or text.startswith("-")
    if not bracketed and text[:1] in ("-", "+"):
        text = text[1:].lstrip()
    number = Decimal(_digits(raw, text, comma_groups))
    return -number if negative else number


def _digits(raw: str, text: str, comma_groups: bool) -> str:
    """Digits with a decimal point, of a text without sign. Raises BadCell when it is no number, or
    may be two.
    """
    if not text.isascii():
        raise _no_number(raw)
    if _PLAIN.fullmatch(text):
        return text
    if match := _COMMAS.fullmatch(text):
        return _comma_groups(raw, text, comma_groups or text.count(",") > 1 or match[2] is not None)
    if _DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", ".")
    if _SPACES.fullmatch(text):
        return text.replace(" ", "").replace(",", ".")
    if _DOTS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return _scientific(raw, text, comma_groups)


def _comma_groups(raw, text, is_clear) -> str:
    if is_clear:
        return text.replace(",", "")
    whole, broken = text.replace(",", ""), text.replace(",", ".")
    raise refuse(
        raw,
        Text(
            f"可能是 {whole}，也可能是 {broken}，请写成其中一个",
            f"may be {whole} or {broken}; type the one that is meant",
        ),
    )


def _scientific(raw, text, comma_groups) -> str:
    if _SMALL.fullmatch(text) and not comma_groups:
        return text
    if _SMALL.fullmatch(text) or _LARGE.fullmatch(text):
        raise refuse(
            raw,
            Text(
                "是科学计数法，可能已丢失数字，请写出全部数字",
                "is in scientific notation and may have lost digits; type all digits",
            ),
        )
    raise BadCell(
        Text(
            f"“{brief(raw)}”不是数字{_HINT[0]}，不带单位和其他文字",
            f'"{brief(raw)}" is not a number{_HINT[1]}, without units or words',
        )
    )
