"""What a setup wrote, and what comes next, in words and for JSON."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from xlpy.core.parts import Part
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
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
    lines = [f"{words(Text('已新建', 'created'))}: {book}"] if made else []
    if written := written_text(done, words):
        lines.append(written)
    lines.append(
        f"{words(Text('显示', 'in view'))}: {', '.join(words(part.name) for part in in_view)}"
    )
    if done.issues:
        lines.append(issues_text(done.issues, words))
    lines.append(f"{words(Text('下一步', 'Next'))}: {then}")
    return "\n".join(lines)


def written_text(done: "SetUp", words: Words = BESIDE) -> str:
    """A line for each table: how many rows were added and changed; and the month to begin with."""
    lines = [
        f"{words.label(TABLES[key])}: {words(Text('加入', 'added'))} {done.added.get(key, 0)}, "
        f"{words(Text('更新', 'changed'))} {done.updated.get(key, 0)}"
        for key in dict.fromkeys([*done.added, *done.updated])
    ]
    if done.start:
        lines.append(f"{words(Text('第一个月', 'first month'))}: {done.start}")
    return "\n".join(lines)


def setup_doc(book: str, made: bool, done: "SetUp", in_view: Collection[Part]) -> dict:
    """The same as JSON carries it."""
    start = str(done.start) if done.start else None
    written = {"added": dict(done.added), "updated": dict(done.updated), "start": start}
    return {"book": book, "made": made, **written, **parts_doc(in_view), **issues_doc(done.issues)}
