"""Customers' regions as text for people and as a document for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.regions import Regions


def regions_doc(found: "Regions", written: bool) -> dict:
    """The regions that are new as JSON carries them."""
    return {
        "written": written,
        "new": [
            {"customer": name, "country": country, "region": region}
            for name, country, region in found.found
        ],
        "unknown": found.unknown,
        **issues_doc(found.issues),
    }


def regions_text(found: "Regions", written: bool, words: Words = BESIDE) -> str:
    """Each customer with country and region, and who has neither."""
    column = TABLES["customers"].column("region")
    heads = (Text("客户", "customer"), Text("国家", "country"), Text("地区", "region"))
    rows = [[name, country, words.cell(column, region)] for name, country, region in found.found]
    parts = [grid([words(head, " ") for head in heads], rows)] if rows else []
    said = Text(f"填 {len(rows)} 个地区。", f"{len(rows)} regions.")
    if not written:
        said = Text(f"{len(rows)} 个地区，没有写入。", f"{len(rows)} regions, nothing was written.")
    parts.append(words(said))
    if found.unknown:
        named = ", ".join(found.unknown)
        why = Text("没有国家，或国家不认识：", "no country, or one that is not known: ")
        parts.append(words(Text(why.zh + named, why.en + named)))
    if found.issues:
        parts.append(issues_text(found.issues, words))
    return "\n".join(parts)
