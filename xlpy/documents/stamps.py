"""Stamp and signature pictures of the company that issues a paper (C-2)."""

from collections.abc import Iterator, Mapping

from xlpy.core.dossier.file import Dossier
from xlpy.core.parameters import tokens
from xlpy.core.text import Text
from xlpy.documents.declared import sealed_papers
from xlpy.documents.images import scaled
from xlpy.documents.page import Picture

ASKED_FOR = "stamp.papers"
"""The row of the policy that lists the papers which bear them."""
_SIZES = {"signature": (150, 70), "stamp": (150, 110)}
"""Pixels that each may take."""
_LEFT, _BETWEEN = 6, 8


def stamped_with(dossier: Dossier, name: str) -> dict[str, str]:
    """The pictures that a paper bears when it is final, `signature` or `stamp` → its file: none
    where the policy does not list the paper, or our company has none.
    """
    company = dossier.issuer
    listed = name in sealed_papers() and name in tokens(dossier.rules.values.get(ASKED_FOR))
    if company is None or not listed:
        return {}
    return {key: path for key in _SIZES if (path := getattr(company, key))}


def unknown_papers(dossier: Dossier) -> Iterator[Text]:
    """What the policy lists that is no paper, in Chinese and English."""
    known = sealed_papers()
    for name in tokens(dossier.rules.values.get(ASKED_FOR)):
        if name not in known:
            yield Text(
                f"规则 {ASKED_FOR} 里的“{name}”不是可以盖章的单据；可以写：{' '.join(known)}",
                f'"{name}" in the row {ASKED_FOR} of the policy is no paper that bears a stamp; '
                f"these do: {' '.join(known)}",
            )


def side_by_side(images: Mapping[str, bytes], column: int, width: float) -> list[Picture]:
    """Signature and stamp next to each other from a column on, within so many pixels."""
    fitted = (scaled(key, data, column, *_SIZES[key]) for key, data in images.items())
    found = [picture for picture in fitted if picture]
    room = width - 2 * _LEFT - _BETWEEN * (len(found) - 1)
    smaller = min(1.0, room / sum(picture.width for picture in found)) if found else 1.0
    placed, left = [], float(_LEFT)
    for picture in found:
        each = _made_smaller(picture, smaller)._replace(left=left)
        placed.append(each)
        left += each.width + _BETWEEN
    return placed


def _made_smaller(picture: Picture, by: float) -> Picture:
    return picture._replace(
        width=picture.width * by,
        height=picture.height * by,
        x_scale=picture.x_scale * by,
        y_scale=picture.y_scale * by,
    )
