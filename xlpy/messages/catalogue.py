"""A catalogue and products' pictures as text for people and as documents for JSON."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.core.issues import Issue
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.catalogue import Catalogue, Made


def catalogue_doc(
    found: "Catalogue", pictures: Mapping[str, Path], out: Path, issues: Sequence[Issue]
) -> dict:
    """What a catalogue shows, as JSON carries it; prices as texts."""
    return {
        "file": str(out),
        "day": str(found.day),
        "currency": found.currency,
        "customer": found.customer,
        "grade": found.grade,
        "products": [
            {
                "product": offer.product.product,
                "price": f"{offer.price}",
                "per": offer.per,
                "picture": offer.product.product in pictures,
            }
            for offer in found.offers
        ],
        **issues_doc(issues),
    }


def catalogue_text(
    found: "Catalogue",
    pictures: Mapping[str, Path],
    out: Path,
    issues: Sequence[Issue],
    words: Words = BESIDE,
) -> str:
    """How many products and pictures a catalogue has, where it is, and what is odd."""
    count, shown = len(found.offers), len(pictures)
    told = words(
        Text(
            f"{out}：{count} 个产品，{shown} 张图片，{found.currency}，{found.day}。",
            f"{out}: {count} products, {shown} pictures, {found.currency}, {found.day}.",
        ),
    )
    return "\n".join([told, *([issues_text(issues, words)] if issues else [])])


def pictures_doc(made: Sequence["Made"], folder: Path, issues: Sequence[Issue]) -> dict:
    """What became of each product's picture, as JSON carries it."""
    return {
        "folder": str(folder),
        "pictures": [
            {
                "product": each.product.product,
                "file": each.path.name if each.path else None,
                "changed": [{"zh": text.zh, "en": text.en} for text in each.changed],
                "wrong": {"zh": each.wrong.zh, "en": each.wrong.en} if each.wrong else None,
            }
            for each in made
        ],
        **issues_doc(issues),
    }


def pictures_text(
    made: Sequence["Made"], folder: Path, issues: Sequence[Issue], words: Words = BESIDE
) -> str:
    """How many pictures were made, what was changed, which products have none, what is broken."""
    done = [each for each in made if each.path]
    none = [each.product.product for each in made if not each.product.picture]
    lines = [
        words(Text(f"{folder}：{len(done)} 张图片。", f"{folder}: {len(done)} pictures.")),
        *(
            f"  {each.product.product}: {'; '.join(words(text) for text in each.changed)}"
            for each in done
            if each.changed
        ),
    ]
    if none:
        lines.append(
            words(
                Text(
                    f"{len(none)} 个产品没有图片：{'、'.join(none)}",
                    f"{len(none)} products have no picture: {', '.join(none)}",
                ),
            )
        )
    return "\n".join([*lines, *([issues_text(issues, words)] if issues else [])])
