"""What jobs about customers found or did, as text for people and as documents for JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlpy.messages.results import BESIDE
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.core.customers.clash import Found


def clashes_doc(found: Sequence["Found"]) -> list[dict]:
    """Customers that may be one, as JSON carries them; likeness in percent."""
    return [
        {
            "enquiry_no": each.enquiry_no,
            "row": each.row,
            "asked": each.asked,
            "by": each.asked_by,
            "other": each.other,
            "owner": each.owner,
            "country": each.country,
            "likeness": int(each.likeness * 100),
            "reasons": [{"zh": zh, "en": en} for zh, en in each.reasons],
        }
        for each in found
    ]


def clashes_text(found: Sequence["Found"], words: Words = BESIDE) -> str:
    """Customers that may be one, two lines each: who, of whom, and why."""
    if not found:
        return words("没有可能重复的客户。", "No customers seem to be one and the same.")
    lines = []
    for each in found:
        no = f"{each.enquiry_no} " if each.enquiry_no else ""
        by = f"（{each.asked_by}）" if each.asked_by else ""
        owner = each.owner or words("公海", "common pool")
        country = f"，{each.country}" if each.country else ""
        lines.append(f"{no}{each.asked}{by} ↔ {each.other}（{owner}{country}）")
        zh = "；".join(reason[0] for reason in each.reasons)
        en = "; ".join(reason[1] for reason in each.reasons)
        lines.append(f"  {words(zh, en)}")
    lines.append(words(f"共 {len(found)} 对。", f"{len(found)} pairs."))
    return "\n".join(lines)
