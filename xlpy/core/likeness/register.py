"""The known customers, indexed so that similar ones are found without comparing all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

from xlpy.core.likeness import score
from xlpy.core.likeness.contact import (
    company_domains,
    label,
    mailboxes,
    phone_tails,
    shared_domains,
)
from xlpy.core.likeness.customers import Customer, Limits, Match
from xlpy.core.likeness.fold import as_read
from xlpy.core.likeness.lexicon import Lexicon
from xlpy.core.likeness.names import Known, Name, known_name, names_of
from xlpy.core.text import Text


@dataclass(frozen=True, slots=True)
class _Card:
    """A customer with all that is compared, worked out once."""

    customer: Customer
    name: Known
    domains: frozenset[str]
    boxes: frozenset[str]
    tails: frozenset[str]
    country: str


class Register:
    """Known customers by their words, mail domains, addresses and the ends of their phone
    numbers.
    """

    def __init__(self, known: Iterable[Customer], limits: Limits, lexicon: Lexicon):
        self._limits, self._lexicon = limits, lexicon
        self._known = [self._card(customer) for customer in known]
        self._at: dict[str, list[int]] = defaultdict(list)
        self._with_word: dict[str, list[int]] = defaultdict(list)
        counted: Counter[str] = Counter()
        for index, card in enumerate(self._known):
            counted.update(card.name.spelled[0].bag)
            for key in set(_keys(card)):
                self._at[key].append(index)
            for key in {key for word in _telling_words(card) for key in self._keys_of(word)}:
                self._with_word[key].append(index)
        self._rarity = _rarity(counted, len(self._known)) if len(self._known) >= limits.rare else {}
        self._rarest = len(self._known).bit_length()
        self._weights: dict[str, int] = {}

    def _card(self, customer: Customer) -> _Card:
        return _Card(
            customer,
            known_name(customer.name, self._lexicon),
            company_domains(customer.mails, self._lexicon),
            mailboxes(customer.mails),
            phone_tails(customer.phones, self._limits.phone),
            self._lexicon.country(customer.country),
        )

    @property
    def lexicon(self) -> Lexicon:
        """The words by which names are compared."""
        return self._lexicon

    def similar(self, asked: Customer) -> list[Match]:
        """Those that may be the one asked for, best first: more reasons, then a likelier name.

        The country alone is no reason; it decides among equals.
        """
        card = self._card(asked)
        candidates = {index for key in _keys(card) for index in self._at.get(key, ())}
        for name in names_of(card.name):
            candidates |= self._sharing_words(name)
        found = [
            match
            for index in sorted(candidates)
            if (match := self._match(card, self._known[index]))
        ]
        return sorted(found, key=lambda match: (-len(match.reasons), -match.likeness))

    def compare(self, asked: Customer, other: Customer) -> Match | None:
        """Why two may be one; None where nothing says so."""
        return self._match(self._card(asked), self._card(other))

    def _weigh(self, word: str) -> int:
        weight = self._weights.get(word)
        if weight is None:
            weight = self._rarity.get(word, self._rarest) if self._lexicon.says_who(word) else 0
            self._weights[word] = weight
        return weight

    def _match(self, asked: _Card, other: _Card) -> Match | None:
        reasons = [*_by_contact(asked, other, self._limits.phone), *self._by_name(asked, other)]
        if not reasons:
            return None
        if asked.country and asked.country == other.country:
            reasons.append(Text("国家相同", "same country"))
        return Match(other.customer, _likeness(asked, other), tuple(reasons))

    def _by_name(self, asked: _Card, other: _Card) -> list[Text]:
        """Why two names may be one: the strongest reason."""
        ours, theirs = asked.name, other.name
        pairs = list(product(ours.spelled, theirs.spelled))
        if any(score.same(one, two) for one, two in pairs):
            return [Text("名称相同", "same name")]
        if any(score.part_of(one, two, self._weigh, self._limits) for one, two in pairs):
            return [Text("名称是另一个的一部分", "one name is part of the other")]
        if any(self._alike(one, two) for one, two in pairs):
            percent = int(_likeness(asked, other) * 100)
            return [Text(f"名称相近 {percent} %", f"like name {percent} %")]
        same_country = asked.country == other.country != ""
        return self._in_other_letters(ours, theirs, same_country)

    def _alike(self, one: Name, two: Name) -> bool:
        # Letters last: they take the longest; names of too different lengths cannot have enough in
        # common.
        short, long = sorted((one.length, two.length))
        if one.numbers != two.numbers or 2 * short < self._limits.letters * (short + long):
            return False
        if (
            self._lexicon.parts(one.bag, two.bag)
            or score.words(one, two, self._weigh, self._limits) < self._limits.words
        ):
            return False
        return score.letters(one, two) >= self._limits.letters

    def _may_be_one(self, one: Name, two: Name) -> bool:
        return (
            score.same(one, two)
            or score.part_of(one, two, self._weigh, self._limits)
            or self._alike(one, two)
        )

    def _in_other_letters(self, ours: Known, theirs: Known, same_country: bool) -> list[Text]:
        if self._pinyin(ours, theirs) or self._pinyin(theirs, ours):
            return [Text("一个像是另一个的拼音", "one name reads as the other's pinyin")]
        if ours.roman or theirs.roman:
            pairs = product(ours.roman or ours.spelled, theirs.roman or theirs.spelled)
            if any(
                score.same(one, two)
                or score.part_of(one, two, self._weigh, self._limits)
                or self._alike(one, two)
                for one, two in pairs
            ):
                return [Text("用另一种文字写，名称相近", "like name, written in other letters")]
        skeleton = (
            ours.skeleton
            if ours.arabic != theirs.arabic and ours.skeleton == theirs.skeleton
            else ""
        )
        if len(skeleton) >= self._limits.consonants or (skeleton and same_country):
            return [
                Text("用另一种文字写，辅音相同", "the same consonants, written in other letters")
            ]
        if same_country and (self._initials(ours, theirs) or self._initials(theirs, ours)):
            return [Text("一个是另一个的缩写", "one name is the initials of the other")]
        return []

    def _pinyin(self, ours: Known, theirs: Known) -> bool:
        name = theirs.spelled[0]
        if len(ours.reading) < self._limits.pinyin or name.han:
            return False
        return ours.reading in name.core or ours.reading == "".join(name.core)

    def _initials(self, ours: Known, theirs: Known) -> bool:
        """Whether the one word that says who it is stands for the first letters of the other's
        words.
        """
        core, words = ours.spelled[0].core, theirs.spelled[0].words
        long_enough = len(core) == 1 and len(core[0]) >= self._limits.initials
        return long_enough and len(words) > 1 and core[0] == theirs.spelled[0].initials

    # --- Where to look ----------------------------------------------------------------------------

    def _keys_of(self, word: str) -> tuple[str, ...]:
        return _word_keys(word, self._limits.slip, self._limits.two_slips)

    def _sharing_words(self, name: Name) -> set[int]:
        """Those that have enough of a name's words, or words like them, to be like it or a part of
        it.
        """
        shared: Counter[int] = Counter()
        for word in set(name.core or name.words):
            weight = self._weigh(word)
            for index in {
                index for key in self._keys_of(word) for index in self._with_word.get(key, ())
            }:
                shared[index] += weight
        # With so much of its own weight shared, the rest may all be in the other name, too.
        least = min(self._limits.part, self._limits.words / (2 - self._limits.words))
        enough = least * sum(map(self._weigh, set(name.words)))
        return {index for index, weight in shared.items() if weight >= enough}


# --- Two customers --------------------------------------------------------------------------------


def _likeness(asked: _Card, other: _Card) -> Fraction:
    """How alike the letters of two names are, in the spellings in which they are most so."""
    pairs = list(product(asked.name.spelled, other.name.spelled))
    if any(score.same(one, two) for one, two in pairs):
        return Fraction(1)
    return max(score.letters(one, two) for one, two in pairs)


def _by_contact(asked: _Card, other: _Card, digits: int) -> Iterator[Text]:
    """Why two may be one by mail and phone."""
    if not (asked.boxes or asked.domains or asked.tails):
        return
    if shared := sorted(shared_domains(asked.domains, other.domains)):
        yield Text(f"邮箱域名相同 {shared[0]}", f"same mail domain {shared[0]}")
    elif boxes := sorted(asked.boxes & other.boxes):
        yield Text(f"邮箱相同 {boxes[0]}", f"same mail {boxes[0]}")
    elif alike := _labels(asked, other):
        yield Text(f"邮箱域名只差后缀 {alike}", f"mail domains {alike} but for the ending")
    if tails := sorted(asked.tails & other.tails):
        yield Text(
            f"电话末 {digits} 位相同 {tails[0]}",
            f"the last {digits} digits of the phone agree {tails[0]}",
        )


def _labels(asked: _Card, other: _Card) -> str:
    """What two domains call their company under different endings, where a word of the names
    agrees, too.
    """
    alike = set(map(label, asked.domains)) & set(map(label, other.domains)) - {""}
    core = set(asked.name.spelled[0].core) & set(other.name.spelled[0].core)
    return min(alike) if alike and core else ""


# --- Where to look --------------------------------------------------------------------------------


def _telling_words(card: _Card) -> Iterator[str]:
    for name in names_of(card.name):
        yield from name.core or name.words


def _keys(card: _Card) -> Iterator[str]:
    """Under what a customer is found, words apart; two that may be one have a key or enough words
    in common.
    """
    for name in names_of(card.name):
        if name.joined:
            yield f"={name.joined}"
            yield f"_{name.initials}"
        if name.han:
            yield f"={name.brand}"
            yield from (f"={name.han[:end]}" for end in range(2, len(name.han)))
    first = card.name.spelled[0]
    if card.name.reading:
        yield f"p{card.name.reading}"
    if not first.han:
        yield from (f"p{word}" for word in {*first.core, "".join(first.core)})
    if card.name.skeleton:
        yield f"s{card.name.skeleton}"
    if len(first.core) == 1:
        yield f"_{first.core[0]}"
    for domain in card.domains:
        parts = domain.split(".")
        yield from (f"@{'.'.join(parts[at:])}" for at in range(len(parts) - 1))
        if own := label(domain):
            yield f"@{own}"
    yield from card.boxes
    yield from (f"#{tail}" for tail in card.tails)


@lru_cache(maxsize=1 << 16)
def _word_keys(word: str, slip: int, two_slips: int) -> tuple[str, ...]:
    """A word and what is left of it without one letter, of a long one without two: words that are
    near share a key.
    """
    found = {f"w{word}", f"w{as_read(word)}"}
    if len(word) >= slip - 1 and not any(sign.isdigit() for sign in word):
        shorter = {word[:at] + word[at + 1 :] for at in range(len(word))}
        found.update(f"w{each}" for each in shorter)
        if len(word) >= two_slips:
            found.update(
                f"w{each[:at]}{each[at + 1 :]}" for each in shorter for at in range(len(each))
            )
    return tuple(found)


def _rarity(counted: Counter[str], names: int) -> dict[str, int]:
    """Word → its weight: how often the names can be halved until those with the word are left, at
    least once.

    A word of a single name weighs most.
    """
    return {word: (names // count).bit_length() for word, count in counted.items()}


def similar(
    asked: Customer, known: Iterable[Customer], limits: Limits, lexicon: Lexicon
) -> list[Match]:
    """Those of `known` that may be the one asked for, best first."""
    return Register(known, limits, lexicon).similar(asked)
