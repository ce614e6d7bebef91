"""A slice made and brought back, as text for people and as documents for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.core.customers.comingback import Edit
    from xlpy.jobs.slices import Back, Sliced


def sliced_doc(done: "Sliced") -> dict:
    """A slice as JSON carries it: where it is, whose, how many rows of each table."""
    return {"path": str(done.path), "name": done.name, "rows": done.rows}


def sliced_text(done: "Sliced", words: Words = BESIDE) -> str:
    """A slice: where it is, and how many rows of each table."""
    head = words(Text(f"{done.name} 的分册已存", f"the slice of {done.name} is saved"))
    return "\n".join([f"{head}: {done.path}", *(f"{key}: {n}" for key, n in done.rows.items())])


def back_doc(found: "Back") -> dict:
    """What came back as JSON carries it."""
    coming = found.coming
    return {
        "name": found.name,
        "made_on": str(found.made_on),
        "written": found.written,
        "edits": [_edit_doc(edit) for edit in coming.edits],
        "new": {table: [dict(row) for _, row in rows] for table, rows in coming.fresh.items()},
        "conflicts": [_edit_doc(edit) for edit in coming.conflicts],
        "left": [
            {"table": each.table, "row": each.who, "why": {"zh": each.why.zh, "en": each.why.en}}
            for each in coming.left
        ],
        **issues_doc(found.issues),
    }


def _edit_doc(edit: "Edit") -> dict:
    return {
        "table": edit.table,
        "row": edit.who,
        "column": edit.column,
        "before": edit.before,
        "after": edit.after,
        "ours": edit.ours,
    }


def back_text(found: "Back", words: Words = BESIDE) -> str:
    """What came back: cells, new rows, conflicts, what stays out, and what cannot be read."""
    coming = found.coming
    head = words(
        Text(f"{found.name} 在 {found.made_on} 的分册", f"slice of {found.name}, {found.made_on}")
    )
    lines = [head, *(_edit_line(edit) for edit in coming.edits)]
    for table, rows in coming.fresh.items():
        new = words(Text(f"新增 {len(rows)} 行", f"{len(rows)} new"))
        lines.append(f"  {table}: {new}")
    if coming.conflicts:
        lines.append(words(Text("两边都改了，保留总册的：", "Changed on both sides; ours stays:")))
        for edit in coming.conflicts:
            ours = words(Text("总册", "ours"))
            lines.append(f"{_edit_line(edit)} ({ours}: {edit.ours or '—'})")
    if coming.left:
        lines.append(words(Text("没有取回：", "Not taken back:")))
        lines += [f"  {each.table} {each.who}: {words(each.why)}" for each in coming.left]
    if found.issues:
        lines.append(issues_text(found.issues, words))
    if found.written:
        lines.append(
            words(Text("已写入；请重新生成分册。", "Written; make a new slice for the person."))
        )
    elif coming.edits or coming.fresh:
        lines.append(words(Text("没有写入。", "Nothing was written.")))
    else:
        lines.append(words(Text("没有要取回的修改。", "There is nothing to bring back.")))
    return "\n".join(lines)


def _edit_line(edit: "Edit") -> str:
    return f"  {edit.table} {edit.who} {edit.column}: {edit.before or '—'} → {edit.after or '—'}"
