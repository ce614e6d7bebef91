"""The customers that are known, so arranged that those like one asked for are found without a look at all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import product

from xlpy.core.likeness import score
from xlpy.core.likeness.contact import company_domains, label, mailboxes, phone_tails, shared_domains
from xlpy.core.likeness.customers import Customer, Limits, Match
from xlpy.core.likeness.fold import as_read
from xlpy.core.likeness.lexicon import Lexicon
from xlpy.core.likeness.names import Known, Name, known_name, names_of

_FEW = 250
"""Among fewer names a word's rarity says nothing yet."""
_INITIALS = 3
_SKELETON = 4
"""So many consonants say something without the country."""
_READING = 5
"""So many letters of pinyin say something."""


class Register:
    """Known customers by their words, mail domains, addresses and the ends of their phone numbers."""

    def __init__(self, known: Iterable[Customer], limits: Limits, lexicon: Lexicon):
        self._known = list(known)
        self._limits, self._lexicon = limits, lexicon
        self._at: dict[str, list[int]] = defaultdict(list)
        self._with_word: dict[str, list[int]] = defaultdict(list)
        counted: Counter[str] = Counter()
        for index, customer in enumerate(self._known):
            counted.update(set(self._name(customer).spelled[0].words))
            for key in set(self._keys(customer)):
                self._at[key].append(index)
            for key in set(self._word_keys(customer)):
                self._with_word[key].append(index)
        self._rarity = _rarity(counted, len(self._known))
        self._rarest = len(self._known).bit_length()

    def similar(self, asked: Customer) -> list[Match]:
        """Those that may be the one asked for, best first: more reasons, then a likelier name.

        The country alone is no reason; it decides among equals.
        """
        candidates = {index for key in self._keys(asked) for index in self._at.get(key, ())}
        for name in names_of(self._name(asked)):
            candidates |= self._sharing_words(name)
        found = [match for index in sorted(candidates) if (match := self._match(asked, self._known[index]))]
        return sorted(found, key=lambda match: (-len(match.reasons), -match.likeness))

    def compare(self, asked: Customer, other: Customer) -> Match | None:
        """Why two may be one; None where nothing says so."""
        return self._match(asked, other)

    def _name(self, customer: Customer) -> Known:
        return known_name(customer.name, self._lexicon)

    def _weigh(self, word: str) -> int:
        return self._rarity.get(word, self._rarest) if self._lexicon.says_who(word) else 0

    def _match(self, asked: Customer, other: Customer) -> Match | None:
        reasons = [*self._by_contact(asked, other), *self._by_name(asked, other)]
        if not reasons:
            return None
        country = self._country(asked)
        if country and country == self._country(other):
            reasons.append(("国家相同", "same country"))
        return Match(other, self._likeness(asked, other), tuple(reasons))

    def _likeness(self, asked: Customer, other: Customer) -> Fraction:
        """How alike the letters of two names are, in the spellings in which they are most so."""
        pairs = list(product(self._name(asked).spelled, self._name(other).spelled))
        if any(score.same(one, two) for one, two in pairs):
            return Fraction(1)
        return max(score.letters(one, two) for one, two in pairs)

    def _country(self, customer: Customer) -> str:
        return self._lexicon.country(customer.country)

    # --- By mail and phone ---------------------------------------------------------------------------------

    def _by_contact(self, asked: Customer, other: Customer) -> Iterator[tuple[str, str]]:
        ours, theirs = (company_domains(each.mails, self._lexicon) for each in (asked, other))
        if shared := sorted(shared_domains(ours, theirs)):
            yield f"邮箱域名相同 {shared[0]}", f"same mail domain {shared[0]}"
        elif boxes := sorted(mailboxes(asked.mails) & mailboxes(other.mails)):
            yield f"邮箱相同 {boxes[0]}", f"same mail {boxes[0]}"
        elif alike := self._labels(ours, theirs, asked, other):
            yield f"邮箱域名只差后缀 {alike}", f"mail domains {alike} but for the ending"
        if tails := sorted(phone_tails(asked.phones) & phone_tails(other.phones)):
            yield f"电话末八位相同 {tails[0]}", f"the last eight digits of the phone agree {tails[0]}"

    def _labels(self, ours, theirs, asked: Customer, other: Customer) -> str:
        """What two domains call their company under different endings, where a word of the names agrees, too."""
        alike = {label(domain) for domain in ours} & {label(domain) for domain in theirs} - {""}
        core = set(self._name(asked).spelled[0].core) & set(self._name(other).spelled[0].core)
        return min(alike) if alike and core else ""

    # --- By name -------------------------------------------------------------------------------------------

    def _by_name(self, asked: Customer, other: Customer) -> list[tuple[str, str]]:
        """Why two names may be one: the strongest reason."""
        ours, theirs = self._name(asked), self._name(other)
        pairs = list(product(ours.spelled, theirs.spelled))
        if any(score.same(one, two) for one, two in pairs):
            return [("名称相同", "same name")]
        if any(score.part_of(one, two, self._weigh) for one, two in pairs):
            return [("名称是另一个的一部分", "one name is part of the other")]
        if any(self._alike(one, two) for one, two in pairs):
            percent = int(self._likeness(asked, other) * 100)
            return [(f"名称相近 {percent} %", f"like name {percent} %")]
        return self._in_other_letters(ours, theirs, asked, other)

    def _alike(self, one: Name, two: Name) -> bool:
        # Letters last: they take the longest.
        if one.numbers != two.numbers or score.words(one, two, self._weigh) < self._limits.words:
            return False
        return score.letters(one, two) >= self._limits.letters

    def _may_be_one(self, one: Name, two: Name) -> bool:
        return score.same(one, two) or score.part_of(one, two, self._weigh) or self._alike(one, two)

    def _in_other_letters(self, ours, theirs, asked: Customer, other: Customer) -> list[tuple[str, str]]:
        if self._pinyin(ours, theirs) or self._pinyin(theirs, ours):
            return [("一个像是另一个的拼音", "one name reads as the other's pinyin")]
        if ours.roman or theirs.roman:
            pairs = product(ours.roman or ours.spelled, theirs.roman or theirs.spelled)
            if any(
                score.same(one, two) or score.part_of(one, two, self._weigh) or self._alike(one, two)
                for one, two in pairs
            ):
                return [("用另一种文字写，名称相近", "like name, written in other letters")]
        countries = {self._country(asked), self._country(other)}
        same_country = len(countries) == 1 and "" not in countries
        skeleton = ours.skeleton if ours.arabic != theirs.arabic and ours.skeleton == theirs.skeleton else ""
        if len(skeleton) >= _SKELETON or (skeleton and same_country):
            return [("用另一种文字写，辅音相同", "the same consonants, written in other letters")]
        if same_country and (self._initials(ours, theirs) or self._initials(theirs, ours)):
            return [("一个是另一个的缩写", "one name is the initials of the other")]
        return []

    @staticmethod
    def _pinyin(ours: Known, theirs: Known) -> bool:
        name = theirs.spelled[0]
        if len(ours.reading) < _READING or name.han:
            return False
        return ours.reading in name.core or ours.reading == "".join(name.core)

    def _initials(self, ours: Known, theirs: Known) -> bool:
        """Whether the one word that says who it is stands for the first letters of the other's words."""
        core, words = ours.spelled[0].core, theirs.spelled[0].words
        return len(core) == 1 and len(core[0]) >= _INITIALS and len(words) > 1 and core[0] == theirs.spelled[0].initials

    # --- Where to look -------------------------------------------------------------------------------------

    def _sharing_words(self, name: Name) -> set[int]:
        """Those that have enough of a name's words, or words like them, to be like it or a part of it."""
        shared: Counter[int] = Counter()
        for word in set(name.core or name.words):
            weight = self._weigh(word)
            for index in {index for key in _word_keys(word) for index in self._with_word.get(key, ())}:
                shared[index] += weight
        # With so much of its own weight shared, the rest may all be in the other name, too.
        least = min(score.SHARE, self._limits.words / (2 - self._limits.words))
        enough = least * sum(map(self._weigh, set(name.words)))
        return {index for index, weight in shared.items() if weight >= enough}

    def _word_keys(self, customer: Customer) -> Iterator[str]:
        for name in names_of(self._name(customer)):
            for word in name.core or name.words:
                yield from _word_keys(word)

    def _keys(self, customer: Customer) -> Iterator[str]:
        """Under what a customer is found; two that may be one have a key in common."""
        known = self._name(customer)
        for name in names_of(known):
            if name.joined:
                yield f"={name.joined}"
                yield f"_{name.initials}"
            if name.han:
                yield f"={name.brand}"
                yield from (f"={name.han[:end]}" for end in range(2, len(name.han)))
        first = known.spelled[0]
        if known.reading:
            yield f"p{known.reading}"
        if not first.han:
            yield from (f"p{word}" for word in {*first.core, "".join(first.core)})
        if known.skeleton:
            yield f"s{known.skeleton}"
        if len(first.core) == 1:
            yield f"_{first.core[0]}"
        for domain in company_domains(customer.mails, self._lexicon):
            parts = domain.split(".")
            yield from (f"@{'.'.join(parts[at:])}" for at in range(len(parts) - 1))
            if name := label(domain):
                yield f"@{name}"
        yield from mailboxes(customer.mails)
        yield from (f"#{tail}" for tail in phone_tails(customer.phones))


@lru_cache(maxsize=1 << 16)
def _word_keys(word: str) -> tuple[str, ...]:
    """A word and what is left of it without one letter, without two from nine on: two with one slip share a key."""
    found = {f"w{word}", f"w{as_read(word)}"}
    if len(word) >= score.SLIPPERY - 1 and not any(sign.isdigit() for sign in word):
        shorter = {word[:at] + word[at + 1 :] for at in range(len(word))}
        found.update(f"w{each}" for each in shorter)
        if len(word) >= score.LONG:
            found.update(f"w{each[:at]}{each[at + 1 :]}" for each in shorter for at in range(len(each)))
    return tuple(found)


def _rarity(counted: Counter[str], names: int) -> dict[str, int]:
    """Word → its weight: how often the names can be halved until those with the word are left, at least once.

    A word of a single name weighs most; empty for few names, where each word weighs the same.
    """
    if names < _FEW:
        return {}
    return {word: (names // count).bit_length() for word, count in counted.items()}


def similar(asked: Customer, known: Iterable[Customer], limits: Limits, lexicon: Lexicon) -> list[Match]:
    """Those of `known` that may be the one asked for, best first."""
    return Register(known, limits, lexicon).similar(asked)
