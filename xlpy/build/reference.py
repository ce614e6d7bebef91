"""`docs/reference.md` from source: commands, buttons, tables, columns, rules; the page cannot tell another story."""

from collections.abc import Iterator
from pathlib import Path

from xlpy.cli import COMMANDS, argument_help
from xlpy.core.parameters import CHOICE, PARAMETERS, Parameter, wanted
from xlpy.core.tables import INPUT, RESULT, RULES, TABLES, Column, Table
from xlpy.core.tables.rules import PolicyRow
from xlpy.desk.buttons import BUTTONS, EXCEL, GROUPS

PAGE = Path(__file__).parents[2] / "docs" / "reference.md"
_GROUPS = ((INPUT, "表：填写 Tables to fill in"), (RULES, "表：规则 Rules"), (RESULT, "表：结果 Written by the closes"))


def reference() -> str:
    """The page's text."""
    parts = [
        "# 参考 Reference",
        "由程序的表结构、命令表与按钮表生成，请勿手改（`python -m xlpy.build.reference`）。  \n"
        "Made from the program's schema and its lists of commands and buttons; do not edit it by hand.",
        "## 命令 Commands",
        "退出码 Exit: 0 完成 done · 1 数据需要处理 the data needs attention · 2 用法不对 wrong usage · "
        "3 文件不能用 the file cannot be used. 每个命令都可加 `--json`。Every command takes `--json`.",
        "\n".join(_commands()),
        "## 按钮 Buttons",
        "\n".join(_buttons()),
        *(_group(group, title) for group, title in _GROUPS),
        "## 规则参数 Policy keys",
        "\n".join(_policy()),
    ]
    return "\n\n".join(parts) + "\n"


def _commands() -> Iterator[str]:
    yield "| 命令 command | 作用 what it does |"
    yield "|---|---|"
    for word, _, text, arguments in COMMANDS:
        yield f"| `tradedept {' '.join(filter(None, (word, argument_help(arguments))))}` | {text} |"


def _buttons() -> Iterator[str]:
    yield "| 组 group | 按钮 button | 作用 what it does |"
    yield "|---|---|---|"
    groups = {key: f"{zh} {en}" for key, zh, en in GROUPS}
    for button in BUTTONS:
        only = " (Excel)" if button.where == EXCEL else ""
        yield f"| {groups[button.group]} | {button.label}{only} | {button.tip} |"


def _group(group: str, title: str) -> str:
    tables = [table for table in TABLES.values() if table.group == group]
    return "\n\n".join([f"## {title}", *map(_table, tables)])


def _table(table: Table) -> str:
    keys = ", ".join(f"`{key}`" for key in table.keys) or "—"
    head = f"### {table.zh} {table.en} `{table.key}`"
    told = f"{table.note}  \n工作表 sheet: {table.sheet} · 规则 rule: {table.rule} · 唯一 unique: {keys}"
    rows = [
        "| 列 column | 标题 label | 类型 type | 必填 required | 规则 rule | 说明 note |",
        "|---|---|---|---|---|---|",
    ]
    return "\n\n".join([head, told, "\n".join([*rows, *map(_column, table.columns)])])


def _column(column: Column) -> str:
    note = column.note or " · ".join(f"{zh} {key}" for key, zh in column.choices)
    required = "是 yes" if column.required else ""
    return f"| `{column.key}` | {column.label} | {column.type} | {required} | {column.rule} | {_escaped(note)} |"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _policy() -> Iterator[str]:
    from xlpy.book.defaults import default_rows
    from xlpy.book.load import load
    from xlpy.book.tables import MemoryTables

    records: list[PolicyRow] = load(MemoryTables(default_rows()).read(["policy"])["policy"])[0]
    yield "| 参数 key | 默认 default | 单位 unit | 依据 source | 可填 values | 说明 note |"
    yield "|---|---|---|---|---|---|"
    for row in records:
        choices = _values(PARAMETERS[row.key])
        cells = (f"`{row.key}`", row.value or "", row.unit or "", row.source or "", choices, _escaped(row.note or ""))
        yield f"| {' | '.join(cells)} |"


def _values(parameter: Parameter) -> str:
    """What a parameter can be: its choices, or the kind and range in both languages."""
    zh, en = wanted(parameter)
    return zh if parameter.kind == CHOICE else f"{zh} {en}"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
