"""An import as text for people and as a document for JSON: which column became what, what is added
and changed.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlpy.core.tables import TABLES, Column, choice_label, choice_text
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issue_doc, issue_text, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.book.filetable import FileColumn
    from xlpy.jobs.import_ import Import

MOST_CHANGES = 40
"""So many changed cells are shown; the rest is counted."""
MOST_NAMES = 20


def import_text(found: "Import", would: bool = False, words: Words = BESIDE) -> str:
    """What an import does, or would do: the count, the columns, the changes, what was left out,
    the warnings.
    """
    parts = [
        head_text(found, would, words),
        columns_text(found, words),
        changes_text(found, words),
        told_text(found, words),
    ]
    return "\n".join(
        part for part in (*parts, issues_text(found.issues, words) if found.issues else "") if part
    )


def head_text(found: "Import", would: bool = False, words: Words = BESIDE) -> str:
    """How many rows an import adds, changes, takes away and finds as they are."""
    will = Text("将加入", "would add") if would else Text("加入", "added")
    counts = [(will, found.added)]
    if found.removed:
        counts.append((Text("移去", "removed"), found.removed))
    if found.updated or found.same:
        counts += [
            (Text("更新", "updated"), found.updated),
            (Text("不变", "unchanged"), found.same),
        ]
    shown = ", ".join(f"{words(what)} {number}" for what, number in counts)
    return f"{words.label(TABLES[found.table])}: {shown}"


def columns_text(found: "Import", words: Words = BESIDE) -> str:
    """Which column of the file became what, as a table; nothing where each bears our own name."""
    table = TABLES[found.table]
    rows = [
        (column.letter, column.name, _became(found, column, words), "、".join(column.shown))
        for column in found.columns
        if column.filled or column.heading
    ]
    ours = {
        form.casefold()
        for column in table.columns
        for form in (column.key, column.zh, column.en, column.label)
    }
    if all(column.heading.casefold() in ours for column in found.columns if column.filled):
        return ""
    sheet = f" [{found.file.sheet}]" if found.file.sheet else ""
    head = words(
        Text(
            f"表头在第 {found.file.header} 行{sheet}；各列是：",
            f"header in row {found.file.header}; the columns:",
        ),
        " ",
    )
    header = (
        "",
        words(Text("文件", "file")),
        words(Text("本表", "ours")),
        words(Text("例", "such as")),
    )
    return f"{head}\n{grid(header, rows)}"


def _became(found: "Import", column: "FileColumn", words: Words) -> str:
    if column.key:
        ours = TABLES[found.table].column(column.key)
        unit = f" × {column.unit.factor}" if column.unit and column.unit.factor != 1 else ""
        return f"{words(Text(ours.zh, ours.key))}{unit}"
    if column.ignored:
        return words(Text("（不要）", "(left out)"))
    if column.marks:
        return words(Text("（示例行）", "(example rows)"))
    return "？" if column.filled else words(Text("（空）", "(empty)"))


def changes_text(found: "Import", words: Words = BESIDE) -> str:
    """The cells that change, each with what it says before and after."""
    if not found.changes:
        return ""
    table = TABLES[found.table]
    rows = [
        (
            str(each.row),
            words(each.who),
            _name(table.column(each.column), words),
            _said(table.column(each.column), each.before, words) or "—",
            _said(table.column(each.column), each.after, words),
        )
        for each in found.changes[:MOST_CHANGES]
    ]
    heads = (
        Text("行", "row"),
        Text("谁", "whose"),
        Text("列", "column"),
        Text("原来", "before"),
        Text("改为", "after"),
    )
    text = grid([words(each) for each in heads], rows)
    if (more := len(found.changes) - MOST_CHANGES) > 0:
        text += "\n" + words(Text(f"另有 {more} 处改动。", f"{more} more changes."), " ")
    return text


def _said(column: Column, text: str, words: Words) -> str:
    """A cell's text; a choice in the language of the words, as the workbook will hold it."""
    key = next((key for key, _ in column.choices if text == choice_label(column, key)), None)
    said = choice_text(column, key) if key else None
    return words(said, " ") if said else text


def _name(column: Column, words: Words) -> str:
    return words(Text(column.zh, column.key))


def told_text(found: "Import", words: Words = BESIDE) -> str:
    """What else is to be known: rows left out, names in another spelling, names that are not
    there.
    """
    lines = [
        words(
            Text(
                f"第 {each.row} 行“{each.text}”{each.said.zh}。",
                f'Row {each.row}, "{each.text}", {each.said.en}.',
            ),
            " ",
        )
        for each in found.left
    ]
    lines += [
        words(
            Text(
                f"“{each.given}”按工作簿写作“{each.known}”（{each.rows} 行）。",
                f'"{each.given}" is "{each.known}" in the workbook ({each.rows} rows).',
            ),
            " ",
        )
        for each in found.respelled[:MOST_NAMES]
    ]
    lines += [issue_text(issue, words) for issue in found.strangers[:MOST_NAMES]]
    if (more := max(len(found.strangers), len(found.respelled)) - MOST_NAMES) > 0:
        lines.append(words(Text(f"另有 {more} 个名字。", f"{more} more names."), " "))
    return "\n".join(lines)


def import_doc(found: "Import", written: bool) -> dict:
    """An import as JSON carries it."""
    return {
        "table": found.table,
        "written": written,
        "added": found.added,
        "removed": found.removed,
        "updated": found.updated,
        "unchanged": found.same,
        "columns": [
            {
                "heading": column.heading,
                "letter": column.letter,
                "column": column.key,
                "left_out": column.ignored,
            }
            for column in found.columns
            if column.filled or column.heading
        ],
        "changes": [
            {
                "row": each.row,
                "key": each.who[1],
                "column": each.column,
                "before": each.before,
                "after": each.after,
            }
            for each in found.changes
        ],
        "left_out": [
            {"row": each.row, "text": each.text, "zh": each.said.zh, "en": each.said.en}
            for each in found.left
        ],
        "respelled": [
            {"column": each.column, "given": each.given, "known": each.known}
            for each in found.respelled
        ],
        "unknown": [issue_doc(issue) for issue in found.strangers],
        **issues_doc(found.issues),
    }


def asked_text(
    found: "Import", column: "FileColumn", free: Sequence[str], words: Words = BESIDE
) -> str:
    """The question what a column is, with those of ours that are still free, numbered."""
    table = TABLES[found.table]
    such = f"（{'、'.join(column.shown)}）" if column.shown else ""
    head = words(
        Text(f"列“{column.name}”{such}是哪一列？", f'Which column is "{column.name}"?'), " "
    )
    options = [f"  {at} {words(Text(table.column(key).zh, key))}" for at, key in enumerate(free, 1)]
    tail = words(
        Text(
            "号码或列名；- 不要这一列；回车停止", "a number or name; - leaves it out; Enter stops"
        ),
        " ",
    )
    return "\n".join([head, *options, tail])
