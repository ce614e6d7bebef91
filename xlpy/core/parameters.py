"""What the values of a policy key can be: kind, unit, range and choices.

Each key is a row of `xlpy/defaults/policy.csv`: this, its default value, rule id and words.
Figures are data.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from xlpy.core.money import DIGITS
from xlpy.core.policykeys import KEYS
from xlpy.core.roles import ROLES
from xlpy.core.text import Text

CHOICE, MONEY, PERCENT, COUNT, NUMBER = "choice", "money", "percent", "count", "number"
TEXT, DAY, DOMAINS = "text", "day", "domains"
NO_CAP = "none"
_CURRENCY = "CNY"

_DOMAIN = re.compile(r"@?([\w-]+(?:\.[\w-]+)+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A key of the policy table: kind, unit, bounds (both included; None: none), choices, and
    whether it may be blank.

    `open_ended`: the word `none` stands for no bound. `closes`: whether the closes compute by it.
    """

    key: str
    kind: str
    unit: str
    low: int = 0
    high: int | None = None
    choices: tuple[str, ...] = ()
    blank: bool = False
    open_ended: bool = False
    closes: bool = False


PARAMETERS: Mapping[str, Parameter] = {row[0]: Parameter(*row) for row in KEYS}
"""Key → what its values are; a department may add codes of fines and the wages of other roles."""

OF_CLOSES = frozenset(each.key for each in PARAMETERS.values() if each.closes)
"""The keys by which the closes compute."""

DOUBTS = "doubt."
"""How the keys begin that say under what a percentage is pointed out: these are not pointed out
themselves.
"""


def parameter_of(key: str) -> Parameter | None:
    """The parameter of a key, also of a fine or a role's wage that the department adds; None where
    nothing reads it.
    """
    if key in PARAMETERS:
        return PARAMETERS[key]
    added = key.startswith("fine.") or key in {f"wage.{role}" for role, _ in ROLES}
    return Parameter(key, MONEY, _CURRENCY, blank=True) if added else None


def number_of(text: str | None) -> Decimal | None:
    """The number that a value is; None for what is none, or not finite."""
    try:
        number = Decimal(text) if text and "_" not in text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def day_of(text: str) -> date | None:
    """The day that a value is; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def tokens(text: str | None) -> list[str]:
    """The words of a rule's cell that holds several, separated by blanks or commas."""
    return text.replace(",", " ").replace("，", " ").replace("、", " ").split() if text else []


def domain(word: str) -> str | None:
    """The mail domain that a word is, in small letters; None for what is none."""
    match = _DOMAIN.fullmatch(word.casefold())
    return match[1] if match else None


def is_usable(parameter: Parameter, text: str | None, bounded: bool = True) -> bool:
    """Whether a value of the policy table is one that the parameter can have; `bounded`: within
    its range, too.
    """
    if text is None:
        return parameter.blank
    if parameter.kind == CHOICE:
        return text in parameter.choices
    if parameter.kind == TEXT:
        return True
    if parameter.kind == DAY:
        return day_of(text) is not None
    if parameter.kind == DOMAINS:
        return None not in map(domain, tokens(text))
    return (parameter.open_ended and text == NO_CAP) or _is_number(
        parameter, number_of(text), bounded
    )


def _is_number(parameter: Parameter, number: Decimal | None, bounded: bool) -> bool:
    if number is None or number < 0 or not bounded:
        return number is not None and number >= 0
    if number < parameter.low or (parameter.high is not None and number > parameter.high):
        return False
    digits = number.normalize().as_tuple()
    # An exponent that is no number is that of NaN and infinity, which `number_of` does not make.
    places = max(-digits.exponent, 0) if isinstance(digits.exponent, int) else 0
    most = {COUNT: 0, MONEY: 2}.get(parameter.kind, DIGITS)
    return places <= most and len(digits.digits) <= DIGITS


def wanted(parameter: Parameter) -> Text:
    """What the parameter's values are, in words: `0 至 100 的百分数`, `a percentage from 0 to
    100`.
    """
    if parameter.kind == CHOICE:
        told = Text(" / ".join(parameter.choices), " / ".join(parameter.choices))
    elif parameter.kind in _WORDS:
        told = _WORDS[parameter.kind]
    else:
        told = _bounded(parameter)
    if parameter.blank and parameter.kind != CHOICE:
        return Text(f"{told.zh}，或空", f"{told.en}, or blank")
    return told


_WORDS = {
    TEXT: Text("文字", "a text"),
    DAY: Text("2012-07-01 这样的日期", "a date such as 2012-07-01"),
    DOMAINS: Text("用空格隔开的邮箱域名", "mail domains separated by blanks"),
}
_NUMBERS = {
    MONEY: Text("金额（元，至多两位小数）", "an amount in CNY with at most two decimals"),
    PERCENT: Text("百分数（80 % 写 80）", "a percentage (80 for 80 %)"),
    COUNT: Text("整数", "a whole number"),
    NUMBER: Text("数字", "a number"),
}


def _bounded(parameter: Parameter) -> Text:
    zh, en = _NUMBERS[parameter.kind]
    if parameter.high is None:
        zh, en = f"不小于 {parameter.low} 的{zh}", f"{en} from {parameter.low} up"
    else:
        zh = f"{parameter.low} 至 {parameter.high} 的{zh}"
        en = f"{en} from {parameter.low} to {parameter.high}"
    return (
        Text(f"{zh}，或 {NO_CAP}", f"{en}, or {NO_CAP}") if parameter.open_ended else Text(zh, en)
    )
