"""The panels of the dashboard's charts: each has a title, and a legend; without figures it says
what to fill in.

No program hides a chart by a formula. So a chart has no ground of its own, its lines have the
colour that its panel has while there are no figures, and its title and legend stand in cells,
which are empty then.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlpy.build.book import CHART_DATA, letters, sheet_ref
from xlpy.build.chartplaces import LABELS, MONTHS_TOP, PERSONS_TOP, TIERS
from xlpy.build.speech import Label, Worded, choice_of
from xlpy.build.style import INK, MUTED, SLATE, WHITE
from xlpy.build.view import HIDDEN, View, cell
from xlpy.core.tables import TABLES
from xlpy.core.tables.choices import REGIONS

if TYPE_CHECKING:
    from xlpy.build.chartdata import ChartData

GROUND = "#E6EAEF"
"""The colour of a panel without figures, and of every line of a chart."""
FIRST = Worded(
    "先填：1 员工 → 2 任务 → 3 订单 → 4 回款",
    "Fill in first: 1 staff → 2 targets → 3 orders → 4 receipts",
    "先填 Fill in first：1 员工 staff → 2 任务 targets → 3 订单 orders → 4 回款 receipts",
)
RECEIPTS = Label("先填当年回款", "Fill in receipts of the year first")
MONTH_RECEIPTS = Label("先填当月回款", "Fill in receipts of the month first")
CLOSE = Label("先结一个月", "Close a month first")
TITLES = (
    Label("团队：每月回款与任务", "Team: receipts against target"),
    Label("个人：当月回款与任务", "Persons: receipts against target"),
    Label("全年名次", "Rank of the year, by receipts"),
    Label("达到的提成档，人数", "Tiers reached, persons"),
    Label("奖池月末余额", "Pools at the month's end"),
    Label("全年回款，按地区", "Receipts of the year, by region"),
)
TEAM, PERSONS, RANKS, REACHED, POOLS_LEFT, BY_REGION = range(6)
"""The charts' places, in the order of the dashboard."""


@dataclass(frozen=True)
class Panel:
    """A chart's title, what it has no figures without, and whether it has any: a formula that
    counts, and the count.
    """

    title: Label
    hint: Label
    count: str
    filled: bool


def write_titles(view: View, top: int, panels: list[Panel]) -> None:
    """On the chart data: each chart's title, and whether it has figures."""
    for row, panel in enumerate(panels, top):
        view.formula(
            row, 2, f"=IF({panel.count}=0,0,1)", int(panel.filled), num_format="0", font_color=MUTED
        )
        view.text(row, 1, panel.title, font_color=MUTED, indent=1)


def write_panel(
    view: View, area: tuple[int, int, int, int], source: int, panel: Panel, flag: int
) -> None:
    """Around a chart: its title; without figures what to fill in, on a ground. `flag` is the row
    of the state.
    """
    top, left, last, right = area
    state, below = f"$A${flag + 1}", top + 1
    view.formula(flag, 0, f"={sheet_ref(CHART_DATA)}!$C${source + 1}", int(panel.filled), **HIDDEN)
    look = {"font_color": INK, "bold": True, "align": "center", "shrink": True}
    view.sheet.merge_range(top, left, top, right, "", view.style(**look))
    view.text(top, left, panel.title, **look)
    hint = {"font_color": SLATE, "align": "center", "shrink": True}
    # Not behind the chart: its lines would cross the words.
    view.sheet.merge_range(below, left, below, right, "", view.style(**hint))
    view.formula(
        below, left, f'=IF({state}=0,"{panel.hint}","")', "" if panel.filled else panel.hint, **hint
    )
    beside = {"left": 1, "left_color": WHITE} if left > 1 else {}
    view.mark((top, left, last, left), f"{state}=0", {"bg_color": GROUND, **beside})
    view.mark((top, left + 1, last, right), f"{state}=0", {"bg_color": GROUND})


def write_legend(
    view: View,
    row: int,
    left: int,
    flag: int,
    panel: Panel,
    entries: list[tuple[int, int, str, str]],
) -> None:
    """Under a chart: each series in its colour; an entry is its name's row and column in the data,
    name, colour.
    """
    step = max(1, 6 // len(entries))
    for k, (at, column, name, colour) in enumerate(entries):
        source = f"{sheet_ref(CHART_DATA)}!${letters(column)}${at + 1}"
        formula = f'=IF($A${flag + 1}=0,"","■ "&{source})'
        look = {"font_color": colour, "font_size": 9, "align": "center", "shrink": step == 1}
        if step > 1:
            view.sheet.merge_range(
                row, left + k * step, row, left + (k + 1) * step - 1, "", view.style(**look)
            )
        view.formula(row, left + k * step, formula, f"■ {name}" if panel.filled else "", **look)


def panels(data: "ChartData") -> list[Panel]:
    """The charts in the order of the dashboard, each with what it has figures of; the figures are
    written before.
    """
    places = data.places

    def months(first: int, last: int) -> str:
        return f"{cell(MONTHS_TOP, first)}:{cell(MONTHS_TOP + 11, last)}"

    def people(first: int, last: int) -> str:
        return f"{cell(PERSONS_TOP, first)}:{cell(places.persons_last, last)}"

    regions = f"{cell(places.regions_top, 2)}:{cell(places.regions_last, 2)}"
    pools = bool(data.figures.select("pools", month=data.in_year))
    return [
        Panel(TITLES[TEAM], FIRST, _not_zero(months(2, 3)), data.draws(2, 3)),
        Panel(TITLES[PERSONS], MONTH_RECEIPTS, _not_zero(people(4, 5)), data.draws(4, 5)),
        Panel(TITLES[RANKS], RECEIPTS, _not_zero(people(2, 2)), data.has_ranks),
        Panel(TITLES[REACHED], CLOSE, _not_zero(months(8, 8 + TIERS)), data.draws(8, 8 + TIERS)),
        Panel(TITLES[POOLS_LEFT], CLOSE, f"COUNT({months(4, 6)})", pools),
        Panel(TITLES[BY_REGION], RECEIPTS, _not_zero(regions), any(data.region_sums().values())),
    ]


def write_labels(data: "ChartData", shown: list[Panel]) -> None:
    """What the charts write along their axes: months, persons and regions, blank without
    figures.
    """
    view, places = data.view, data.places

    def label(row: int, column: int, panel: int, formula: str, value: str) -> None:
        blank = f'=IF({places.state(panel)}=0,"",{formula})'
        view.formula(
            row,
            column,
            blank,
            value if shown[panel].filled else "",
            align="center",
            font_color=MUTED,
        )

    for k, month in enumerate(data.months):
        row = MONTHS_TOP + k
        for place, panel in enumerate((TEAM, REACHED, POOLS_LEFT)):
            label(
                row, LABELS + place, panel, f'RIGHT("0"&MONTH($B{row + 1}),2)', f"{month.number:02}"
            )
    for k in range(places.persons):
        row = PERSONS_TOP + k
        label(row, LABELS, PERSONS, f"B{row + 1}", data.shown[k] if k < len(data.shown) else "")
    region = TABLES["customers"].column("region")
    texts = [*(choice_of(region, key) for key, _ in REGIONS), Label("未分地区", "No region")]
    for row, text in enumerate(texts, places.regions_top):
        label(row, 3, BY_REGION, f"B{row + 1}", text)


def _not_zero(area: str) -> str:
    """How many cells of an area hold another number than 0, by formula."""
    return f'COUNTIF({area},">0")+COUNTIF({area},"<0")'
