"""What jobs found or did, as text for people and as documents for JSON: shared by the command and
the buttons.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from xlpy.core.issues import ERROR, DataError, Issue, XlpyError, has_errors
from xlpy.core.money import show, show_grouped
from xlpy.core.tables import LAYOUT, TABLES
from xlpy.core.text import BOTH, Text, said
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.close import CloseResult
    from xlpy.jobs.explain import Explained
    from xlpy.jobs.sealing.verify import Verified
    from xlpy.upgrade import Upgraded


_SEVERITY = {"error": Text("错误", "error"), "warning": Text("提醒", "warning")}
BESIDE = Words(BOTH, None)
"""Both languages, one beside the other."""


def width(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def grid(header: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> str:
    """Rows as a table with aligned columns; those in `numbers` to the right."""
    lines = [list(map(str, header)), *([str(cell) for cell in row] for row in rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    right = set(numbers)

    def cell(text: str, column: int) -> str:
        blanks = " " * (widths[column] - width(text))
        return blanks + text if column in right else text + blanks

    ruled = [
        "  ".join(cell(text, column) for column, text in enumerate(line)).rstrip() for line in lines
    ]
    return "\n".join([ruled[0], "-" * sum(widths, 2 * (len(widths) - 1)), *ruled[1:]])


def issue_text(issue: Issue, words: Words = BESIDE) -> str:
    """An issue in lines: where, which rule, what and what to do."""
    table = TABLES.get(issue.table)
    sheet = words(Text(table.zh, table.key)) if table else issue.table
    row = f"{words(Text('行', 'row'))} {issue.row}" if issue.row else ""
    where = " ".join(filter(None, (sheet, row, issue.column or "")))
    rule = f" ({issue.rule})" if issue.rule else ""
    said = words(issue.said, "\n  ")
    return f"[{words(_SEVERITY[issue.severity])}] {where}{rule}\n  {said}"


def issues_text(issues: Sequence[Issue], words: Words = BESIDE) -> str:
    """Issues one below the other, then their number."""
    errors = sum(issue.severity == ERROR for issue in issues)
    if not issues:
        return words(Text("没有问题。", "No issues."), "")
    count = (
        f"{errors} {words(Text('个错误', 'errors'))}, {len(issues) - errors} "
        f"{words(Text('个提醒', 'warnings'))}"
    )
    return "\n".join([*(issue_text(issue, words) for issue in issues), count])


def issue_doc(issue: Issue) -> dict:
    """An issue as JSON carries it."""
    return {
        "severity": issue.severity,
        "table": issue.table,
        "row": issue.row,
        "column": issue.column,
        "rule": issue.rule,
        "key": issue.key,
        "text": issue.text,
        "zh": issue.zh,
        "en": issue.en,
    }


def issues_doc(issues: Sequence[Issue]) -> dict:
    """Issues and their numbers as JSON carries them."""
    errors = sum(issue.severity == ERROR for issue in issues)
    return {
        "errors": errors,
        "warnings": len(issues) - errors,
        "issues": [issue_doc(issue) for issue in issues],
    }


def failure_text(failure: XlpyError, words: Words = BESIDE) -> str:
    """Why a job did not go on, in lines."""
    lines = [words(failure.said, "\n")]
    if isinstance(failure, DataError):
        lines.append(issues_text(failure.issues, words))
    return "\n".join(lines)


def failure_doc(failure: XlpyError) -> dict:
    """Why a job did not go on, as JSON carries it."""
    doc = {
        "error": {
            "text": str(failure),
            "zh": failure.zh,
            "en": failure.en,
            "exit": failure.exit_code,
        }
    }
    return doc | (issues_doc(failure.issues) if isinstance(failure, DataError) else {})


def record_doc(table: str, record: object) -> dict:
    """A record of a table as JSON carries it."""
    from xlpy.book.cells.values import to_export

    return {c.key: to_export(c, getattr(record, c.field)) for c in TABLES[table].columns}


def rows_doc(rows: Mapping[str, Sequence]) -> dict:
    """Result records by table, as JSON carries them: the form of `export`."""
    return {
        table: [record_doc(table, record) for record in records] for table, records in rows.items()
    }


def close_doc(result: "CloseResult") -> dict:
    """A close's outcome as JSON carries it."""
    return {
        "period": str(result.period),
        "written": result.written,
        "already_closed": result.already_closed,
        **rows_doc(result.rows),
        "differences": [
            {
                "table": each.table,
                "stands": record_doc(each.table, each.stands) if each.stands else None,
                "now": record_doc(each.table, each.now) if each.now else None,
            }
            for each in result.differences
        ],
        **issues_doc(result.issues),
    }


_SHOWN = {
    "commissions": (
        "name",
        "receipts",
        "carried_in",
        "base",
        "target",
        "attainment",
        "commission",
        "carried_out",
    ),
    "team_commissions": (
        "name",
        "receipts",
        "carried_in",
        "base",
        "target",
        "attainment",
        "commission",
        "carried_out",
    ),
    "splits": ("kind", "name", "share", "amount"),
    "prizes": ("kind", "name", "share", "amount"),
    "pools": ("pool", "opening", "paid_in", "paid_out", "closing"),
    "payroll": (
        "name",
        "post_wage",
        "sales_pay",
        "attendance_pay",
        "teamwork_pay",
        "execution_pay",
        "fines_taken",
        "fines_untaken",
        "commission",
        "team_share",
        "prizes",
        "rewards",
        "adjustments",
        "deductions",
        "total",
    ),
    "adjustments": ("origin", "name", "item", "before", "after", "amount", "rule"),
}
"""The columns of each result table that a person is shown, by record field."""


def table_text(table: str, records: Sequence, words: Words = BESIDE) -> str:
    """Result records as an aligned table under the sheet's labels."""
    columns = {column.field: column for column in TABLES[table].columns}
    shown = [columns[name] for name in _SHOWN[table]]
    rows = [
        [words.cell(columns[name], getattr(record, name)) for name in _SHOWN[table]]
        for record in records
    ]
    numbers = [
        place for place, column in enumerate(shown) if column.type in ("fen", "percent", "ratio")
    ]
    # In both languages, the columns of a terminal would not hold both labels.
    header = [column.en if words.language == "en" else column.zh for column in shown]
    return f"{words.label(TABLES[table])}\n{grid(header, rows, numbers)}"


def close_text(result: "CloseResult", words: Words = BESIDE) -> str:
    """A close's outcome for people: what was done, the figures, differences, warnings."""
    state = (
        Text("已结账", "closed")
        if result.written
        else Text("试算，未写入", "computed, not written")
    )
    if result.already_closed:
        state = Text("早已结账，未写入", "was closed already, nothing written")
    head = f"{result.period} {words(state)}"
    if result.already_closed and has_errors(result.issues):
        head += "\n" + words(
            Text(
                "数据里现在有错误，没有与已结的比较；已结的行不变。",
                "The data have errors now, so it was not compared with what stands; the closed "
                "rows stay as they are.",
            )
        )
    parts = [
        head,
        *(table_text(table, records, words) for table, records in result.rows.items() if records),
    ]
    if result.differences:
        title = words(Text("与已结的不同", "Differences to what stands"))
        parts.append("\n".join([title, *map(_difference_text, result.differences)]))
    if result.issues:
        parts.append(issues_text(result.issues, words))
    return "\n\n".join(parts)


def _difference_text(each) -> str:
    old = record_doc(each.table, each.stands) if each.stands else {}
    new = record_doc(each.table, each.now) if each.now else {}
    told = [
        f"{key}: {old.get(key)} → {new.get(key)}"
        for key in (old or new)
        if old.get(key) != new.get(key)
    ]
    name = (new or old).get("name") or (new or old).get("pool") or (new or old).get("team") or ""
    return f"  {each.table} {name} {'; '.join(told)}"


def explain_text(explained: "Explained", words: Words = BESIDE) -> str:
    """A person's figures, each with its rule and steps."""
    state = (
        words(Text("已结账", "closed"))
        if explained.closed
        else words(Text("试算", "not closed yet"))
    )
    parts = [f"{explained.period} {explained.name}  {state}"]
    for line in explained.lines:
        parts.append(f"{words(line.name)}  [{line.rule}]  {show_grouped(line.amount)}")
        parts += [f"    {said(step, words.language)}" for step in line.steps]
    return "\n".join(parts)


def explain_doc(explained: "Explained") -> dict:
    """A person's figures as JSON carries them."""
    return {
        "period": str(explained.period),
        "name": explained.name,
        "closed": explained.closed,
        "lines": [
            {
                "item": line.item,
                "label": f"{line.name}",
                "rule": line.rule,
                "amount": show(line.amount),
                "steps": line.steps,
            }
            for line in explained.lines
        ],
    }


def verify_text(found: "Verified", words: Words = BESIDE) -> str:
    """The outcome of a verification for people."""
    if found.intact:
        said = Text(
            f"完好：{found.closes} 次结账、{found.rows} 行。",
            f"Intact: {found.closes} closes, {found.rows} rows.",
        )
        return words(said)
    parts = [_changed_text(each, words) for each in found.changed]
    parts += [issue_text(issue, words) for issue in found.breaks]
    count = len(parts)
    said = Text(
        f"{count} 处与结账时不同。", f"{count} differences to what the closes read and wrote."
    )
    return "\n".join([*parts, words(said)])


_BLANK = Text("空", "blank")
_KINDS = {
    "changed": Text("改动", "changed"),
    "added": Text("新增", "added"),
    "removed": Text("删除", "removed"),
}


def _changed_text(each, words: Words) -> str:
    row = f"{words(Text('行', 'row'))} {each.row} " if each.row else ""
    where = f"{each.period} {each.table} {row}{each.key}".rstrip()
    if each.kind == "changed" and each.was:
        blank = f"（{words(_BLANK)}）"
        told = "; ".join(
            f"{key}: {each.was[key] or blank} → {value or blank}"
            for key, value in each.now.items()
            if each.was[key] != value
        )
    elif each.kind == "changed":
        told = words(Text("原值在备份里找不到", "its old values are in no backup"))
    else:
        values = each.now if each.kind == "added" else each.was
        told = ", ".join(f"{key}={value}" for key, value in (values or {}).items() if value)
        told = told or words(Text("原值未知", "not known"))
    return f"[{words(_KINDS[each.kind])}] {where}: {told}"


def verify_doc(found: "Verified") -> dict:
    """The outcome of a verification as JSON carries it."""
    return {
        "intact": found.intact,
        "closes": found.closes,
        "rows": found.rows,
        "changed": [
            {
                "period": str(each.period),
                "table": each.table,
                "kind": each.kind,
                "key": each.key,
                "row": each.row,
                "was": each.was,
                "now": each.now,
            }
            for each in found.changed
        ],
        "breaks": [issue_doc(issue) for issue in found.breaks],
    }


def upgrade_doc(result: "Upgraded") -> dict:
    """An upgrade as JSON: the workbook to go on with, the old layout, what was added."""
    return {
        "book": str(result.book),
        "written": result.written,
        "layout": {"from": result.layout, "to": LAYOUT},
        "tables": result.tables,
        "columns": result.columns,
        "rows": result.rows,
        "sheets": result.sheets,
        "macros": result.macros,
    }


def upgrade_text(result: "Upgraded", words: Words = BESIDE) -> str:
    """An upgrade in lines."""
    if not result.written:
        zh = f"无需升级，已是最新（版式 {LAYOUT}）"
        return f"{words(Text(zh, 'up to date, nothing to do'), '')}: {result.book}"
    columns = [f"{table}.{column}" for table, names in result.columns.items() for column in names]
    rows = [f"{table} {number}" for table, number in result.rows.items()]
    found = {
        Text("表", "tables"): result.tables,
        Text("列", "columns"): columns,
        Text("默认规则行", "rows of default rules"): rows,
        Text("新增或换新的工作表", "sheets added or renewed"): result.sheets,
        Text("保留的您的宏模块", "your modules kept"): result.macros,
    }
    now = LAYOUT if result.layout == LAYOUT else f"{result.layout} → {LAYOUT}"
    layout = f"（{words(Text('版式', 'layout'))} {now}）"
    head = f"{words(Text('已写成升级的副本', 'upgraded copy written'))}: {result.book}{layout}"
    lines = [f"{words(what)}: {', '.join(names)}" for what, names in found.items() if names]
    if result.book.suffix.casefold() != ".xlsm":
        zh = "没有按钮：.xlsx 不能带宏；在 Excel 里另存为 .xlsm，再升级。"
        lines.append(
            words(
                Text(
                    zh,
                    "No buttons: an .xlsx holds no macros; save it as .xlsm in Excel and upgrade "
                    "that.",
                ),
                "",
            )
        )
    return "\n".join([head, *lines])
