"""The department's dated rules: which value, tiers and shares are in force on a day."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from xlpy.core.issues import XlpyError
from xlpy.core.money import to_fen
from xlpy.core.parameters import NO_CAP, PARAMETERS, domain, number_of, tokens
from xlpy.core.tables.rules import PolicyRow, Share, Tier
from xlpy.core.text import Text

KINDS = {
    "month": ("manager", "first", "second", "third", "star", "welfare", "quarter", "year"),
    "quarter": ("manager", "first", "second", "third", "others"),
    "year": ("manager", "first", "second", "third", "others"),
}
"""Who can have a share of the team commission, and of a quarter's or year's pool (B-3.B.2.c,
B-3.C).
"""

PUBLIC_MAIL = "similar.public_mail"
EDITION, EARLIER = "rules.edition", "1"
"""The key that says how a month's rules are read, and its value for months that earlier programs
closed.
"""


class NoRule(XlpyError):
    """A parameter has no usable value on a day; `key` says which, `day` when."""

    def __init__(self, key: str, day: date, found: str | None = None):
        has = (
            Text("没有", "has no")
            if found is None
            else Text(f"的“{found}”不是", f'"{found}" is not a')
        )
        super().__init__(
            Text(
                f"规则 {key} 在 {day} {has[0]}可用的值；请在规则表加一行生效日期不晚于该日的值",
                f"rule {key} {has[1]} usable value on {day}; add a row to the policy table that "
                "is in force by then",
            )
        )
        self.key = key
        self.day = day


@dataclass(frozen=True, slots=True)
class Step:
    """A commission tier in force: the part above `over` of the target (a ratio) earns `rate` (a
    ratio).
    """

    over: Fraction
    rate: Fraction


@dataclass(frozen=True)
class RulesOn:
    """The rules in force on one day."""

    day: date
    values: dict[str, str | None]
    steps: dict[str, tuple[Step, ...]]
    percents: dict[str, dict[str, Fraction]]

    def text(self, key: str) -> str:
        """A parameter's value. Raises NoRule."""
        value = self.values.get(key)
        if value is None:
            raise NoRule(key, self.day)
        return value

    def choice(self, key: str) -> str:
        """The value of a [choice]. Raises NoRule when it is none of those that the rules name."""
        value = self.text(key)
        if value not in PARAMETERS[key].choices:
            raise NoRule(key, self.day, value)
        return value

    def number(self, key: str) -> Decimal:
        """A parameter that is a number, not negative. Raises NoRule."""
        value = self.text(key)
        number = number_of(value)
        if number is None or number < 0:
            raise NoRule(key, self.day, value)
        return number

    def count(self, key: str) -> int:
        """A parameter that is a whole number, not negative. Raises NoRule."""
        number = self.number(key)
        if number != int(number):
            raise NoRule(key, self.day, self.text(key))
        return int(number)

    def fen(self, key: str) -> int:
        """An amount of money, in fen. Raises NoRule."""
        return to_fen(self.number(key))

    def ratio(self, key: str) -> Fraction:
        """A percentage as a ratio: 80 % is 4/5. Raises NoRule."""
        if key not in self._ratios:
            self._ratios[key] = Fraction(self.number(key)) / 100
        return self._ratios[key]

    @cached_property
    def _ratios(self) -> dict[str, Fraction]:
        """Ratios that were asked for: every order asks for the same."""
        return {}

    def cap(self, key: str) -> Fraction | None:
        """A percentage as a ratio, or None for `none`: no cap. Raises NoRule."""
        return None if self.text(key) == NO_CAP else self.ratio(key)

    def optional_fen(self, key: str) -> int | None:
        """An amount of money in fen; None when the company has set none. Raises NoRule for what is
        no amount.
        """
        return None if self.values.get(key) is None else self.fen(key)

    def optional_ratio(self, key: str) -> Fraction | None:
        """A percentage as a ratio; None where it is blank or not there. Raises NoRule for what is
        no number.
        """
        return None if self.values.get(key) is None else self.ratio(key)

    def mail_domains(self, key: str) -> frozenset[str]:
        """The mail domains of a list, in small letters; none where it is blank. Raises NoRule for
        what is no domain.
        """
        words = tokens(self.values.get(key))
        found = list(map(domain, words))
        if None in found:
            raise NoRule(key, self.day, words[found.index(None)])
        return frozenset(filter(None, found))

    @property
    def is_current(self) -> bool:
        """Whether the rules are read as today; a month that an earlier program closed keeps its
        reading.
        """
        return self.values.get(EDITION) != EARLIER

    @cached_property
    def has_tiers(self) -> frozenset[str]:
        """The schemes whose tiers begin at zero."""
        return frozenset(
            scheme for scheme, steps in self.steps.items() if steps and steps[0].over == 0
        )


@dataclass(frozen=True)
class Rules:
    """All dated rows of policy, tiers and shares; of each parameter the newest row not after a day
    is in force.
    """

    policy: Iterable[PolicyRow] = ()
    tiers: Iterable[Tier] = ()
    shares: Iterable[Share] = ()
    _known: dict[date, RulesOn] = field(default_factory=dict, compare=False, repr=False)
    _between: dict[int, RulesOn] = field(default_factory=dict, compare=False, repr=False)
    """The rules between two of the days on which some change, by the place of the first."""
    _in_force: dict[int, list[PolicyRow | Tier | Share]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """The same as rows."""

    @cached_property
    def _dated(self) -> dict[tuple[Hashable, ...], list[PolicyRow | Tier | Share]]:
        found: dict[tuple[Hashable, ...], list[PolicyRow | Tier | Share]] = {}
        for row in self.policy:
            found.setdefault(("policy", row.key), []).append(row)
        for tier in self.tiers:
            found.setdefault(("tiers", tier.scheme, tier.over), []).append(tier)
        for share in self.shares:
            found.setdefault(("shares", share.scheme, share.kind), []).append(share)
        for rows in found.values():
            rows.sort(key=lambda row: row.from_)
        return found

    def rows_on(self, day: date) -> list[PolicyRow | Tier | Share]:
        """The rows that are in force on a day, one of each parameter, tier and share."""
        at = bisect_right(self._changes, day)
        if at not in self._in_force:
            places = [
                (rows, bisect_right(rows, day, key=lambda row: row.from_))
                for rows in self._dated.values()
            ]
            self._in_force[at] = [rows[place - 1] for rows, place in places if place]
        return list(self._in_force[at])

    def on(self, day: date) -> RulesOn:
        """The rules in force on a day."""
        if day not in self._known:
            place = bisect_right(self._changes, day)
            if place not in self._between:
                self._between[place] = self._rules_at(day)
            self._known[day] = replace(self._between[place], day=day)
        return self._known[day]

    @cached_property
    def _changes(self) -> list[date]:
        """The days on which a rule changes."""
        return sorted({row.from_ for rows in self._dated.values() for row in rows})

    def _rules_at(self, day: date) -> RulesOn:
        values: dict[str, str | None] = {}
        steps: dict[str, list[Step]] = {}
        percents: dict[str, dict[str, Fraction]] = {}
        for row in self.rows_on(day):
            if isinstance(row, PolicyRow):
                values[row.key] = row.value
            elif isinstance(row, Share):
                # A blank share has ended.
                percents.setdefault(row.scheme, {})[row.kind] = Fraction(row.share or 0)
            elif row.rate is not None:
                step = Step(Fraction(row.over) / 100, Fraction(row.rate) / 100)
                steps.setdefault(row.scheme, []).append(step)
        ordered = {
            scheme: tuple(sorted(found, key=lambda step: step.over))
            for scheme, found in steps.items()
        }
        return RulesOn(day, values, ordered, percents)
