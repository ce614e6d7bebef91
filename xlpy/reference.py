"""The reference pages from source: commands, buttons, tables, columns, rules; a page in each
language.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from xlpy.actions.buttons import BUTTONS
from xlpy.build.glossary import write as write_glossary
from xlpy.cli import COMMANDS
from xlpy.core.parameters import CHOICE, PARAMETERS, Parameter, wanted
from xlpy.core.tables import INPUT, RESULT, RULES, TABLES, Column, Table
from xlpy.core.tables.rules import PolicyRow
from xlpy.core.text import Text, halves
from xlpy.desk.buttons import EXCEL, GROUPS, Button

ZH, EN = "zh", "en"
PAGES = {
    language: Path(__file__).parents[1] / "docs" / language / "reference.md"
    for language in (EN, ZH)
}
"""Where the page of a language stands."""

_TYPES = {
    "text": "文字",
    "date": "日期",
    "birthday": "生日",
    "number": "数字",
    "timestamp": "时间",
    "month": "月份",
    "period": "期间",
    "kind": "期间种类",
    "fen": "金额（元）",
    "amount": "原币金额",
    "price": "单价",
    "rate": "汇率",
    "ratio": "比值",
    "percent": "百分数",
    "quantity": "数量",
    "count": "整数",
    "days": "天数",
    "choice": "选项",
    "currency": "币种",
    "holder": "得者",
    "value": "参数值",
}
"""A column's type in Chinese; in English its key."""

_UNITS = {
    "text": "文字",
    "choice": "选项",
    "CNY": "元",
    "percent": "百分数",
    "count": "个数",
    "date": "日期",
    "days": "天",
    "letters": "字母",
    "digits": "位",
    "domains": "域名",
    "times": "次",
    "names": "名字",
    "customers": "客户",
    "orders": "订单",
    "months": "月",
    "points": "分",
    "minutes": "分钟",
}
"""A policy value's unit in Chinese; in English as the policy has it."""

_WORDS = {
    "title": Text("参考", "Reference"),
    "made": Text(
        "本页由程序的表、命令和按钮生成（`python -m xlpy.reference`），请勿手改。",
        "`python -m xlpy.reference` makes this page from the tables, commands and "
        "buttons: do not edit it.",
    ),
    "commands": Text("命令", "Commands"),
    "exit": Text(
        "退出码：0 完成 · 1 数据需要处理 · 2 命令写得不对 · 3 文件不能用。每个命令都可加 "
        "`--json`。",
        "Exit codes: 0 done · 1 the data need attention · 2 wrong usage · 3 the file cannot "
        "be used. "
        "Every command takes `--json`.",
    ),
    "command head": Text("| 命令 | 作用 |", "| command | what it does |"),
    "buttons": Text("按钮", "Buttons"),
    "button head": Text("| 组 | 按钮 | 作用 |", "| group | button | what it does |"),
    INPUT: Text("填写的表", "Tables to fill in"),
    RULES: Text("规则表", "Tables of rules"),
    RESULT: Text("结账写入的表", "Tables that the closes write"),
    "where": Text("工作表：{} · 规则：{} · 唯一：{}", "sheet: {} · rule: {} · unique: {}"),
    "column head": Text(
        "| 列 | 标题 | 类型 | 必填 | 规则 | 说明 |",
        "| column | label | type | required | rule | note |",
    ),
    "required": Text("是", "yes"),
    "policy": Text("规则参数", "Policy keys"),
    "policy head": Text(
        "| 参数 | 默认 | 单位 | 依据 | 可填 | 说明 |",
        "| key | default | unit | source | values | note |",
    ),
}
"""The pages' own words: Chinese, English."""


def reference(language: str) -> str:
    """The text of the page in a language, `zh` or `en`."""
    return "\n\n".join(_Page(language).parts()) + "\n"


class _Page:
    """A reference page in one language."""

    def __init__(self, language: str):
        self.chinese = language == ZH

    def parts(self) -> list[str]:
        """The page's paragraphs and tables."""
        return [
            f"# {self._word('title')}",
            self._word("made"),
            f"## {self._word('commands')}",
            self._word("exit"),
            _table(self._word("command head"), self._commands()),
            f"## {self._word('buttons')}",
            _table(self._word("button head"), self._buttons()),
            *(part for group in (INPUT, RULES, RESULT) for part in self._group(group)),
            f"## {self._word('policy')}",
            _table(self._word("policy head"), self._policy()),
        ]

    def _word(self, key: str) -> str:
        return self._in_language(*_WORDS[key])

    def _in_language(self, zh: str, en: str) -> str:
        return zh if self.chinese else en

    def _half(self, note: str) -> str:
        return self._in_language(*halves(note))

    def _commands(self) -> Iterator[tuple[str, ...]]:
        for command in COMMANDS:
            yield f"`{command.form}`", self._in_language(*command.text)

    def _buttons(self) -> Iterator[tuple[str, ...]]:
        groups = {key: self._in_language(zh, en) for key, zh, en in GROUPS}
        for button in BUTTONS:
            yield (
                groups[button.group],
                self._button(button),
                self._in_language(button.tip_zh, button.tip_en),
            )

    def _button(self, button: Button) -> str:
        return self._in_language(button.zh, button.en) + (
            " (Excel)" if button.where == EXCEL else ""
        )

    def _group(self, group: str) -> Iterator[str]:
        yield f"## {self._word(group)}"
        for table in TABLES.values():
            if table.group == group:
                yield from self._columns(table)

    def _columns(self, table: Table) -> Iterator[str]:
        keys = ", ".join(f"`{key}`" for key in table.keys) or "—"
        yield f"### {self._in_language(table.zh, table.en)} `{table.key}`"
        yield (
            f"{self._half(table.note)}  \n"
            f"{self._word('where').format(f'`{table.sheet}`', table.rule, keys)}"
        )
        yield _table(self._word("column head"), map(self._column, table.columns))

    def _column(self, column: Column) -> tuple[str, ...]:
        note = self._half(column.note) or " · ".join(
            self._choice(key, zh) for key, zh in column.choices
        )
        kind = _TYPES[column.type] if self.chinese else column.type
        required = self._word("required") if column.required else ""
        return (
            f"`{column.key}`",
            self._in_language(column.zh, column.en),
            kind,
            required,
            column.rule,
            note,
        )

    def _choice(self, key: str, zh: str) -> str:
        return f"{zh} `{key}`" if self.chinese else f"`{key}`"

    def _policy(self) -> Iterator[tuple[str, ...]]:
        for row in _policy_rows():
            unit = _UNITS.get(row.unit or "", row.unit or "") if self.chinese else row.unit or ""
            note = re.sub(
                r" \[choice\]$",
                self._in_language("（选择项）", " (a choice)"),
                self._note(row.note or ""),
            )
            value = f"`{row.value}`" if row.value else ""
            yield (
                f"`{row.key}`",
                value,
                unit,
                row.source or "",
                self._values(PARAMETERS[row.key]),
                note,
            )

    def _note(self, note: str) -> str:
        """A policy's note, with the mark of what is a choice, in the page's language."""
        mark = " [choice]" if note.endswith("[choice]") else ""
        return self._half(note.removesuffix(" [choice]")) + mark

    def _values(self, parameter: Parameter) -> str:
        """What a parameter can be: its choices, or the kind and range in words."""
        said = self._in_language(*wanted(parameter))
        return f"`{said}`" if parameter.kind == CHOICE else said


def _policy_rows() -> list[PolicyRow]:
    from xlpy.book.defaults import default_rows
    from xlpy.book.load import load
    from xlpy.book.tables import MemoryTables

    records: list[PolicyRow] = load(MemoryTables(default_rows()).read(["policy"])["policy"])[0]
    return records


def _table(head: str, rows: Iterator[tuple[str, ...]]) -> str:
    """A table of Markdown: its head, the line below it, its rows."""
    below = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([head, below, *(f"| {' | '.join(map(_escaped, row))} |" for row in rows)])


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for language, page in PAGES.items():
        page.write_text(reference(language), encoding="utf-8")
    write_glossary()
