"""Texts as they are compared: one width, no case, no accents, one letter for letters that look or
sound alike.
"""

import re
import unicodedata
from functools import cache


def _table(letters: str, latin: str) -> dict[str, str]:
    return dict(
        zip(letters.split(), ("" if sign == "." else sign for sign in latin.split()), strict=True)
    )


# Letters that Unicode does not take apart into a plain one and a mark.
_WHOLE = {
    "æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "þ": "th", "ð": "d", "đ": "d", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t",  # noqa: E501
    "ŋ": "n", "ĸ": "k", "ɖ": "d", "ƒ": "f", "ə": "e", "ʻ": "", "ʼ": "", "·": " ", "•": " ",
}  # fmt: skip
_WHOLE_SIGNS = str.maketrans(_WHOLE)
# How German, Danish, Norwegian and Swedish write these where they are not on the keyboard.
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
# Capital letters of Cyrillic and Greek that look like Latin ones.
_LOOKS = dict(
    zip("АВЕЅІЈКМНОРСТУХԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTYXQWABEZHIKMNOPTYX", strict=True)
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")

# The letters, and what each is in Latin ones, both separated by blanks; a dot is none.
_CYRILLIC = _table(
    "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я і ї є ґ ў ј љ њ ћ џ ђ ѓ ќ",
    "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch . y . e yu ya i yi ye g w "
    "j lj nj c dz dj g k",
)
_GREEK = _table(
    "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ ς τ υ φ χ ψ ω",
    "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
)
_ROMAN = str.maketrans(_CYRILLIC | _GREEK)
# Arabic writes consonants; letters that are read as vowels count for none.
_ARABIC = _table(
    "ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه ة پ چ ژ گ",
    "b t th j h kh d d r z s sh s d t d . gh f k k l m n h . p ch j g",
)
_ARABIC_SIGNS = re.compile("[\u0600-\u06ff]")


@cache
def plain(text: str) -> str:
    """The text in one width, without case and accents, blanks single: `ＡＣＭＥ  Ødegård` → `acme
    odegard`.
    """
    if text.isascii():  # as most are: there is nothing to take apart
        return " ".join(text.lower().split())
    folded = (
        unicodedata.normalize("NFKC", text.replace("ʻ", "").replace("ʼ", ""))
        .casefold()
        .translate(_WHOLE_SIGNS)
    )
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign)
    )
    return " ".join(unicodedata.normalize("NFC", bare).split())


def spellings(text: str) -> list[str]:
    """The text as it is compared, and with umlauts written as two letters where it has some:
    `Müller`, `Mueller`.
    """
    alike = with_latin_letters(text)
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", alike).casefold())
    return list(dict.fromkeys((plain(alike), plain(composed.translate(_SPELLED)))))


def with_latin_letters(text: str) -> str:
    """The text with Cyrillic and Greek capitals that were typed for Latin ones as those: `АСМЕ
    Lighting`.

    Only beside Latin letters: a name that is Russian as a whole stays so.
    """
    if not (_FOREIGN.search(text) and _LATIN.search(text)):
        return text
    return re.sub(r"\w+", lambda match: _latin_word(match[0]), text)


def _latin_word(word: str) -> str:
    letters = word.upper()
    return (
        "".join(_LOOKS.get(sign, sign) for sign in letters)
        if all(_looks_latin(sign) for sign in letters)
        else word
    )


def _looks_latin(sign: str) -> bool:
    return sign in _LOOKS or not _FOREIGN.match(sign)


def romanised(text: str) -> str | None:
    """A folded text with Cyrillic and Greek in Latin letters; None where it has neither."""
    return text.translate(_ROMAN) if _FOREIGN.search(text) else None


def consonants(word: str) -> str:
    """The consonants of an Arabic or Latin word, its article left out: `النور` and `Al Noor` give
    the same.
    """
    if _ARABIC_SIGNS.search(word):
        bare = re.sub("^(?:وال|بال|لل|ال)", "", word)
        found = "".join(_ARABIC.get(sign, "") for sign in bare)
    else:
        found = re.sub("[aeiouyw]", "", word)
    return re.sub(r"(.)\1+", r"\1", found)


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters."""
    return bool(_ARABIC_SIGNS.search(word))


_ALIKE = re.compile("rn|vv|[01]")
_AS_ONE = {"rn": "m", "vv": "w", "0": "o", "1": "l"}


def as_read(word: str) -> str:
    """A word with letters that a reader takes for others as those: rn for m, vv for w, 0 for o, 1
    for l.
    """
    if word.isdigit():
        return word
    return _ALIKE.sub(lambda match: _AS_ONE[match[0]], word)
