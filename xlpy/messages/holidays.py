"""A year's published holidays as text for people and as a document for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.holidays import YearDays


def holidays_doc(found: "YearDays", written: bool) -> dict:
    """A year's days as JSON carries them."""
    return {
        "year": found.year,
        "written": written,
        "source": found.source,
        "new": [{"date": str(row.day), "kind": row.kind, "name": row.name} for row in found.new],
        "there_already": found.known,
        **issues_doc(found.issues),
    }


def holidays_text(found: "YearDays", written: bool, words: Words = BESIDE) -> str:
    """The days that are new, how many are there already, and the source."""
    kind = TABLES["holidays"].column("kind")
    rows = [[str(row.day), words.cell(kind, row.kind), row.name] for row in found.new]
    head = [words(Text("日期", "day")), words(Text("类别", "kind")), words(Text("节日", "holiday"))]
    parts = [grid(head, rows)] if rows else []
    parts.append(
        words(
            Text(
                f"{found.year} 年：新 {len(rows)} 天，已有 {found.known} 天。来源：{found.source}",
                f"{found.year}: {len(rows)} new days, {found.known} there already. Source: "
                f"{found.source}",
            ),
        )
    )
    if found.issues:
        parts.append(issues_text(found.issues, words))
    done = (
        words(Text("已写入。", "Written."))
        if written
        else words(Text("未写入。", "Nothing was written."))
    )
    return "\n".join([*parts, done])
