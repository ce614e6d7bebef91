"""What jobs about customers found or did, as text for people and as documents for JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlpy.core.text import Text
from xlpy.messages.results import BESIDE
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.core.customers.clash import Found
    from xlpy.jobs.mergers import HandedOver, Merged


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
        return words(Text("没有可能重复的客户。", "No customers seem to be one and the same."))
    lines = []
    for each in found:
        no = f"{each.enquiry_no} " if each.enquiry_no else ""
        by = f"（{each.asked_by}）" if each.asked_by else ""
        owner = each.owner or words(Text("公海", "common pool"))
        country = f"，{each.country}" if each.country else ""
        lines.append(f"{no}{each.asked}{by} ↔ {each.other}（{owner}{country}）")
        said = Text(
            "；".join(reason[0] for reason in each.reasons),
            "; ".join(reason[1] for reason in each.reasons),
        )
        lines.append(f"  {words(said)}")
    lines.append(words(Text(f"共 {len(found)} 对。", f"{len(found)} pairs.")))
    return "\n".join(lines)


def merged_doc(done: "Merged", written: bool) -> dict:
    """A merge, or one taken back, as JSON carries it."""
    return {
        "merge_no": done.merge_no,
        "kept": done.kept,
        "merged": done.merged,
        "cells": done.cells,
        "left": [{"table": table, "row": row} for table, row in done.left],
        "done": written,
    }


def merged_text(done: "Merged", written: bool, words: Words = BESIDE) -> str:
    """A merge, or one taken back: how many cells of each table, and what stays as it is."""
    lines = [f"{done.merge_no}: {done.merged} → {done.kept}", *_counted(done.cells)]
    if done.left:
        lines.append(words(Text("保持不变的行：", "rows that stay as they are:")))
        lines += [f"  {table} {row}" for table, row in done.left]
    return "\n".join([*lines, *_unwritten(written, words)])


def handed_doc(done: "HandedOver", written: bool) -> dict:
    """A hand-over as JSON carries it."""
    return {
        "from": done.left,
        "to": done.to,
        "customers": done.customers,
        "rows": done.rows,
        "done": written,
    }


def handed_text(done: "HandedOver", written: bool, words: Words = BESIDE) -> str:
    """A hand-over: who gets what, by name and by table."""
    lines = [f"{done.left} → {done.to}", *_counted(done.rows), *(f"  {n}" for n in done.customers)]
    return "\n".join([*lines, *_unwritten(written, words)])


def _counted(counts: dict[str, int]) -> list[str]:
    return [f"{table}: {count}" for table, count in counts.items()]


def _unwritten(written: bool, words: Words) -> list[str]:
    return (
        []
        if written
        else [words(Text("只是预览，没有写入。", "A preview only; nothing was written."))]
    )
