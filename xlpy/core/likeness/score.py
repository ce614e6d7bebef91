"""How alike two names are: by letters, and by words, of which rare ones weigh more."""

from collections.abc import Callable
from difflib import SequenceMatcher
from fractions import Fraction
from functools import lru_cache

from xlpy.core.likeness.customers import Limits
from xlpy.core.likeness.fold import as_read
from xlpy.core.likeness.names import Name

Weigh = Callable[[str], int]


def letters(one: Name, other: Name) -> Fraction:
    """The letters that both have in the same order, as a share of all (0 to 1), words in whichever
    order.
    """
    if not one.words or not other.words:
        return Fraction(0)
    if one.bag == other.bag and one.han == other.han:
        return Fraction(1)
    # An error in a word's first letter puts it elsewhere in the alphabet.
    return max(_ratio(one.written, other.written), _ratio(one.sorted, other.sorted))


def _ratio(one: str, other: str) -> Fraction:
    first, second = sorted((one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    matched = sum(block.size for block in matcher.get_matching_blocks())
    return Fraction(2 * matched, len(first) + len(second))


def words(one: Name, other: Name, weigh: Weigh, limits: Limits) -> Fraction:
    """The weight of the words that both have, as a share of all (0 to 1); a typing error in a word
    is allowed.

    Names of nothing but words without weight are alike only when each word has its like.
    """
    pairs, alone = _paired(one.words, other.words, limits)
    shared = 2 * sum(min(weigh(mine), weigh(theirs)) for mine, theirs in pairs)
    total = shared + sum(map(weigh, alone))
    if not total:
        return Fraction(not alone)
    return Fraction(shared, total)


def _paired(
    ours: tuple[str, ...], theirs: tuple[str, ...], limits: Limits
) -> tuple[list[tuple[str, str]], list[str]]:
    """Words of two names that are the same or nearly so, pair by pair, and those without a like."""
    left, pairs = list(theirs), []
    open_words = []
    for word in ours:
        if word in left:
            left.remove(word)
            pairs.append((word, word))
        else:
            open_words.append(word)
    alone = []
    for word in open_words:
        like = next(
            (each for each in left if near(word, each, limits.slip, limits.two_slips)), None
        )
        if like is None:
            alone.append(word)
        else:
            left.remove(like)
            pairs.append((word, like))
    return pairs, [*alone, *left]


@lru_cache(maxsize=1 << 16)
def near(one: str, other: str, slip: int, two_slips: int) -> bool:
    """Whether two words are equal but for typing errors: one from `slip` letters on, two from
    `two_slips`.
    """
    shorter, longer = sorted((len(one), len(other)))
    if longer - shorter <= 2 and as_read(one) == as_read(other):
        return True
    most = 2 if shorter >= two_slips else 1
    if longer < slip or longer - shorter > most or any(sign.isdigit() for sign in one + other):
        return False
    return _slips(one, other, most) <= most


def _slips(one: str, other: str, most: int) -> int:
    """Letters left out, added, changed or swapped with their neighbour, as far as `most`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (sign != theirs))
            if i > 1 and j > 1 and sign == other[j - 2] and theirs == one[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def same(one: Name, other: Name) -> bool:
    """Whether two names have the same words, or the same letters with blanks elsewhere."""
    if not one.words or not other.words or one.han != other.han:
        return False
    return one.bag == other.bag or one.joined == other.joined


def part_of(one: Name, other: Name, weigh: Weigh, limits: Limits) -> bool:
    """Whether one name is the other and more: a branch, a line of business.

    What they share must say who it is: a trade or a place alone does not; and it must weigh enough
    in the longer name.
    """
    short, long = sorted((one, other), key=lambda name: (len(name.joined), name.joined))
    if short.han and short.han == short.joined and long.han == long.joined:
        return len(short.han) > 1 and short.han != long.han and long.han.startswith(short.han)
    if not (short.core and short.bag < long.bag):
        return False
    return sum(map(weigh, short.words)) >= limits.part * sum(map(weigh, long.words))
