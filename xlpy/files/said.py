"""Messages about references that could not follow a table's rows: where each is, and what to look
at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xlpy.core.issues import Issue, warning
from xlpy.core.text import Text
from xlpy.files.moves import ASIDE, GONE, MIXED, SHORT

UNREAD = "unread"
MAX_SAID = 20
_PLACES = {
    "cell": Text("工作表“{0}”的单元格 {1}", 'the cell {1} of the sheet "{0}"'),
    "name": Text("名称 {0}", "the name {0}"),
    "chart": Text("工作表“{0}”上的图表", 'a chart on the sheet "{0}"'),
    "rule": Text(
        "工作表“{0}”里 {1} 的条件格式或数据验证",
        'the highlight or validation of {1} on the sheet "{0}"',
    ),
    "link": Text("工作表“{0}”里 {1} 的链接", 'the link in {1} of the sheet "{0}"'),
    "sparkline": Text("工作表“{0}”上的迷你图", 'a sparkline on the sheet "{0}"'),
    "control": Text("工作表“{0}”上的控件或图形", 'a control or shape on the sheet "{0}"'),
    "column": Text(
        "工作表“{0}”里表格的列公式（{1}）", 'a column formula of a table ({1}) on the sheet "{0}"'
    ),
    "pivot": Text("透视表的数据源", "the source of a pivot table"),
    "sheet": Text("工作表“{0}”", 'the sheet "{0}"'),
    "part": Text("部件 {0}", "the part {0}"),
}
_WHY = {
    GONE: Text(
        "引用 {ref}：那几行已从表格 {table} 移走，引用未改，那里现在是别的记录或空行；请核对。",
        "refers to {ref}: these rows of the table {table} are gone; the reference was left, "
        "and another record or "
        "none stands there now. Look at it.",
    ),
    MIXED: Text(
        "引用 {ref}：表格 {table} 的行换了次序，引用未改，其中现在有别的记录；请核对。",
        "refers to {ref}: rows of the table {table} changed places; the reference was left, "
        "and holds other records "
        "now. Look at it.",
    ),
    ASIDE: Text(
        "引用 {ref}，它也包括表格 {table} 以外的列，不能随行移动，未改；那里现在是别的记录；"
        "请核对。",
        "refers to {ref}, which reaches beyond the columns of the table {table} and was "
        "left: other records stand "
        "there now. Look at it.",
    ),
    SHORT: Text(
        "引用 {ref}，它也包括表格 {table} 以外的列，没有随表格变长，不含新行；需要时请改长。",
        "refers to {ref}, which reaches beyond the columns of the table {table} and did not "
        "grow with it: the new rows "
        "are not in it. Make it longer where they should be.",
    ),
    UNREAD: Text(
        "写法不常见，没有查看其中对表格 {table} 的引用；请核对，或在 Excel 里重新保存。",
        "is written in an unusual way: its references to the table {table} were not looked "
        "at. Look at them, or save "
        "the file anew in Excel.",
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reference stands: a kind of `_PLACES` and the words that go into it."""

    kind: str
    where: str = ""
    at: str = ""

    @property
    def zh(self) -> str:
        """In Chinese."""
        return _PLACES[self.kind][0].format(self.where[:60], self.at[:60])

    @property
    def en(self) -> str:
        """In English."""
        return _PLACES[self.kind][1].format(self.where[:60], self.at[:60])


@dataclass(frozen=True, slots=True)
class Said:
    """A reference (`text`) to a table's cells that stands at a place, and why it could not go
    along.
    """

    table: str
    place: Place
    text: str
    why: str

    @property
    def issue(self) -> Issue:
        """As a warning."""
        words = {"ref": self.text[:80], "table": self.table}
        zh, en = (text.format(**words) for text in _WHY[self.why])
        return _warning(
            self.table,
            Text(f"{self.place.zh}{zh}", f"{self.place.en[0].upper()}{self.place.en[1:]} {en}"),
        )


def warnings_of(said: Sequence[Said]) -> list[Issue]:
    """Each as a warning; of very many the first and the number of the rest."""
    issues = [each.issue for each in said[:MAX_SAID]]
    if (more := len(said) - MAX_SAID) > 0:
        zh = f"另有 {more} 处引用没有跟上移走的行；请在 Excel 里核对。"
        en = f"{more} more references could not go along with the rows. Look at them in Excel."
        issues.append(_warning(said[MAX_SAID].table, Text(zh, en)))
    return issues


def _warning(table: str, said: Text) -> Issue:
    return warning(table.casefold(), None, None, "", said, "reference.left")
