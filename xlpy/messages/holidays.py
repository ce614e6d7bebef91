"""A year's holidays, China's and customers', as text for people and as a document for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.greetings import Feasts
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
    return "\n".join([*parts, *_closing(found, written, words)])


def _closing(found: "YearDays | Feasts", written: bool, words: Words) -> list[str]:
    """What is odd, and whether it was written."""
    said = Text("已写入。", "Written.") if written else Text("未写入。", "Nothing was written.")
    issues = [issues_text(found.issues, words)] if found.issues else []
    return [*issues, words(said)]


def feasts_doc(found: "Feasts", written: bool) -> dict:
    """The holidays of customers' countries as JSON carries them."""
    return {
        "year": found.year,
        "written": written,
        "source": found.source,
        "countries": found.countries,
        "new": [
            {"country": row.country, "date": str(row.date), "holiday": row.holiday}
            for row in found.new
        ],
        "there_already": found.known,
        **issues_doc(found.issues),
    }


def feasts_text(found: "Feasts", written: bool, words: Words = BESIDE) -> str:
    """The holidays that are new by country, how many are there already, and the source."""
    rows = [[row.country or "", str(row.date), row.holiday] for row in found.new]
    names = (Text("国家", "country"), Text("日期", "day"), Text("节日", "holiday"))
    parts = [grid([words(name) for name in names], rows)] if rows else []
    said = Text(
        f"{found.year} 年，{len(found.countries)} 国：新 {len(rows)} 行，已有 {found.known} 行。",
        f"{found.year}, {len(found.countries)} countries: {len(rows)} new rows, {found.known} "
        "there already.",
    )
    parts.append(words(said))
    if found.source:
        parts.append(words(Text(f"来源：{found.source}", f"Source: {found.source}")))
    return "\n".join([*parts, *_closing(found, written, words)])
