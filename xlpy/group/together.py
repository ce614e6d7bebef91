"""A group's workbooks put together: sums, sources and differences, as views for a workbook, text
and files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.analysis.group import group_frames, group_sums
from xlpy.book.defaults import list_rows
from xlpy.core.group.differences import KINDS, Difference, differences
from xlpy.core.group.facts import Facts
from xlpy.core.group.views import COUNT, MONEY, TEXT, Head, Overview, View
from xlpy.core.issues import DataError, UsageError, error
from xlpy.core.periods import Period
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.group.sources import lines_of

if TYPE_CHECKING:
    from pandas import DataFrame

REFUSE, LIST = "refuse", "list"


@dataclass(frozen=True)
class Together(Overview):
    """The same, and the rows as DataFrames by table."""

    frames: Mapping[str, "DataFrame"] = field(repr=False)


_DEPARTMENT = Head("department", Text("部门", "Department"))
_MONTH, _NAME = Head("month", Text("月份", "Month")), Head("name", Text("姓名", "Name"))
_REGION, _POOL = Head("region", Text("地区", "Region")), Head("pool", Text("奖池", "Pool"))
_RECEIPTS = Head("receipts", Text("回款", "Receipts"), MONEY)
_PAID = (
    Head("commission", Text("个人提成", "Commission"), MONEY),
    Head("team_commission", Text("团队提成", "Team commission"), MONEY),
    Head("pay", Text("实发工资", "Pay"), MONEY),
    Head("pools_in", Text("奖池收入", "Pools in"), MONEY),
    Head("pools_out", Text("奖池支出", "Pools out"), MONEY),
)
_SUMS = {
    "departments": (Text("部门", "Departments"), (_DEPARTMENT, _RECEIPTS, *_PAID)),
    "months": (Text("月份", "Months"), (_DEPARTMENT, _MONTH, _RECEIPTS, *_PAID)),
    "people": (
        Text("人员", "People"),
        (
            _NAME,
            _DEPARTMENT,
            _RECEIPTS,
            Head("commission", Text("个人提成", "Commission"), MONEY),
            Head("team_share", Text("团队分配", "Team share"), MONEY),
            Head("prizes", Text("季奖年奖", "Prizes"), MONEY),
            Head("rewards", Text("建议奖", "Rewards"), MONEY),
            Head("adjustments", Text("更正", "Adjustments"), MONEY),
            Head("total", Text("实发合计", "Total pay"), MONEY),
        ),
    ),
    "regions": (Text("地区", "Regions"), (_REGION, _DEPARTMENT, _RECEIPTS)),
    "pools": (
        Text("奖池", "Pools"),
        (
            _POOL,
            _DEPARTMENT,
            Head("opening", Text("期初", "Opening"), MONEY),
            Head("paid_in", Text("收入", "Paid in"), MONEY),
            Head("paid_out", Text("支出", "Paid out"), MONEY),
            Head("closing", Text("期末", "Closing"), MONEY),
        ),
    ),
}
_SOURCES = (
    _DEPARTMENT,
    Head("path", Text("工作簿", "Workbook")),
    Head("months", Text("已结月数", "Months closed"), COUNT),
    Head("missing", Text("未结月份", "Not closed")),
    Head("intact", Text("核对", "Verified")),
    Head("layout", Text("版式", "Layout"), COUNT),
    Head("program", Text("程序版本", "Program")),
    Head("digest", Text("文件摘要 SHA-256", "File's SHA-256")),
    Head("chain", Text("最后一次结账的摘要", "Last close's digest")),
)
_DIFFERENCES = (
    Head("kind", Text("类别", "Kind")),
    Head("about", Text("对象", "About")),
    Head("departments", Text("部门", "Departments")),
    Head("said", Text("说明", "What")),
)


def together(group: Sequence[Facts], period: Period, actions: Mapping[str, str]) -> Together:
    """The group's sums, sources and differences.

    Raises DataError with every difference that `actions` (kind → `refuse` or `list`) refuses.
    """
    found = differences(group)
    refused = [
        error(f"group {each.kind}", None, None, "", Text(each.said.zh, each.said.en))
        for each in found
        if actions[each.kind] == REFUSE
    ]
    if refused:
        raise DataError(
            refused,
            Text(
                "这些部门合不到一起：请先处理以下各项；未写入任何内容。",
                "these departments do not fit together: correct what follows; nothing was written.",
            ),
        )
    frames = group_frames(group)
    sums = group_sums(frames)
    views = [_view(key, sums[key]) for key in _SUMS]
    views.append(View("sources", Text("来源", "Sources"), _SOURCES, list(map(_source, group))))
    rows = [_difference(each) for each in found]
    views.append(View("differences", Text("差异", "Differences"), _DIFFERENCES, rows))
    return Together(period, tuple(group), tuple(found), tuple(views), frames)


def _view(key: str, frame: "DataFrame") -> View:
    title, heads = _SUMS[key]
    rows = [
        tuple(_value(head, cell) for head, cell in zip(heads, row, strict=True))
        for row in frame[[head.key for head in heads]].itertuples(index=False, name=None)
    ]
    return View(key, title, heads, rows)


_NAMED = {
    head: {key: Text(zh, key) for key, zh in TABLES[table].column(head.key).choices}
    for head, table in ((_POOL, "pools"), (_REGION, "customers"))
}
"""What choices are called, by the column that holds them."""


def _value(head: Head, cell: object) -> object:
    if head.kind == TEXT:
        text = cell if isinstance(cell, str) else ""
        return _NAMED.get(head, {}).get(text, text)
    return int(cell)  # type: ignore[call-overload]


def _source(facts: Facts) -> tuple[object, ...]:
    origin = facts.origin
    return (
        origin.department,
        origin.path,
        len(facts.months),
        ", ".join(map(str, facts.missing)),
        Text("完好", "intact") if origin.intact else Text("不符", "not intact"),
        origin.layout,
        origin.program,
        origin.digest,
        origin.chain,
    )


def _difference(each: Difference) -> tuple[object, ...]:
    return (KINDS[each.kind], each.about, ", ".join(each.departments), each.said)


def actions_of(path: Path | None) -> dict[str, str]:
    """Kind of difference → `refuse` or `list`: the package's, and over them those of a file (CSV:
    kind, action).

    Raises UsageError for a kind or an action that there is not.
    """
    found = {row["kind"]: row["action"] for row in list_rows("group")}
    if path is None:
        return found
    for at, (number, cells) in enumerate(lines_of(path)):
        kind, action = (*map(str.casefold, cells), "")[:2]
        if at == 0 and kind not in KINDS:
            continue  # its headings
        if kind not in KINDS or action not in (REFUSE, LIST):
            given = ",".join(cells)
            raise UsageError(
                Text(
                    f"“{path.name}”第 {number} 行“{given}”应为 {'、'.join(KINDS)} 之一，和 "
                    f"{REFUSE} 或 {LIST}",
                    f'"{path.name}", line {number}, "{given}": one of {", ".join(KINDS)}, then '
                    f"{REFUSE} or {LIST}",
                )
            )
        found[kind] = action
    return found
