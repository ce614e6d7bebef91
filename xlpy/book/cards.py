"""Lists of business cards, a card a row, as scanners, phones and mail programs export them."""

from collections.abc import Sequence

from xlpy.book.filesheets import grids_of
from xlpy.book.grid import Grid, NoGrid
from xlpy.book.vcard import is_vcard, read_vcards
from xlpy.book.words import vocabulary
from xlpy.core.cards import Card, full_name, mails_in, phones_in
from xlpy.core.issues import DataError, error
from xlpy.core.text import Text

_LOOKED = 30
_WHO = {"company", "name", "first", "last", "mail"}


def read_cards(data: bytes) -> list[Card]:
    """The cards of a file: vCard, CSV in any encoding, .xlsx. Raises DataError."""
    if is_vcard(data):
        return read_vcards(data)
    try:
        grid = max(grids_of(data, _score), key=_score)
    except NoGrid as bad:
        raise DataError([error("contacts", bad.row, None, "E-2.1", bad.said, "csv")]) from None
    at = _header(grid)
    if at is None:
        zh = "没有认出表头；要有姓名或公司，以及邮箱或电话等列"
        en = "no header was found; name a person or company, and a mail or phone"
        raise DataError([error("contacts", 1, None, "E-2.1", Text(zh, en), "csv")])
    meant = _meanings(grid.rows[at].texts)
    return [_card(row.number, row.texts, meant) for row in grid.rows[at + 1 :]]


def _meanings(texts: Sequence[str]) -> list[str | None]:
    return [vocabulary("cards").meaning(text) if text else None for text in texts]


def _score(grid: Grid) -> int:
    return max((len(_known(row.texts)) for row in grid.rows[:_LOOKED]), default=0)


def _known(texts: Sequence[str]) -> set[str]:
    return {each for each in _meanings(texts) if each}


def _header(grid: Grid) -> int | None:
    """The first row that names who, and one thing more."""
    for at, row in enumerate(grid.rows[:_LOOKED]):
        known = _known(row.texts)
        if known & _WHO and len(known) > 1:
            return at
    return None


def _card(row: int, texts: Sequence[str], meant: Sequence[str | None]) -> Card:
    found: dict[str, list[str]] = {}
    for text, meaning in zip(texts, meant, strict=False):
        if meaning and text.strip():
            found.setdefault(meaning, []).append(text.strip())

    def first(key: str) -> str:
        return found.get(key, [""])[0]

    return Card(
        row,
        company=first("company"),
        name=first("name") or full_name(first("first"), first("last")),
        position=first("position"),
        mails=mails_in(found.get("mail", [])),
        phones=phones_in(found.get("phone", [])),
        website=first("website"),
        country=first("country"),
        city=first("city"),
        birthday=first("birthday"),
        messenger=first("messenger"),
        language=first("language"),
        note=first("note"),
    )
