"""What a setup wrote, and what comes next, in words and for JSON."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from xlpy.core.parts import Part
from xlpy.core.tables import TABLES
from xlpy.messages.parts import parts_doc
from xlpy.messages.results import BESIDE, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.setup import SetUp


def setup_text(
    book: str,
    made: bool,
    done: "SetUp",
    in_view: Collection[Part],
    then: str,
    words: Words = BESIDE,
) -> str:
    """A line for each table that was written, the parts in view, and what to type next (`then`)."""
    lines = [f"{words('已新建', 'created')}: {book}"] if made else []
    for key in dict.fromkeys([*done.added, *done.updated]):
        added, changed = done.added.get(key, 0), done.updated.get(key, 0)
        lines.append(
            f"{words.label(TABLES[key])}: {words('加入', 'added')} {added}, "
            f"{words('更新', 'changed')} {changed}"
        )
    lines.append(
        f"{words('显示', 'in view')}: {', '.join(words(part.zh, part.en) for part in in_view)}"
    )
    if done.issues:
        lines.append(issues_text(done.issues, words))
    lines.append(f"{words('下一步', 'Next')}: {then}")
    return "\n".join(lines)


def setup_doc(book: str, made: bool, done: "SetUp", in_view: Collection[Part]) -> dict:
    """The same as JSON carries it."""
    start = str(done.start) if done.start else None
    written = {"added": dict(done.added), "updated": dict(done.updated), "start": start}
    return {"book": book, "made": made, **written, **parts_doc(in_view), **issues_doc(done.issues)}
