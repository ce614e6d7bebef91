"""The dashboard's charts: without figures each says what to fill in first; with figures it is a
chart.
"""

from datetime import date

import pytest
from calculating import formulas_that_differ, shown

from xlpy.build.book import CHART_DATA, DASHBOARD
from xlpy.build.chartpanels import TITLES
from xlpy.build.chartplaces import MONTHS_TOP, drawn
from xlpy.build.dashboard import CHART_ROW, CHART_ROWS
from xlpy.build.sample import sample_rows, starting_rows
from xlpy.build.workbook import build

TEAM, PERSONS, RANKS, TIERS, POOLS, REGIONS = range(6)


def nothing() -> dict:
    return starting_rows()


def one_receipt() -> dict:
    """A person who sold, nothing closed: the month's receipts and what only a close knows are
    still to come.
    """
    return starting_rows() | {
        "staff": [{"name": "王芳", "role": "业务员 salesperson", "from": date(2026, 1, 1)}],
        "customers": [{"customer": "Hansa GmbH", "region": "欧洲 Europe"}],
        "orders": [
            {
                "order_no": "S-1",
                "customer": "Hansa GmbH",
                "salesperson": "王芳",
                "date": date(2026, 11, 2),
            }
        ],
        "receipts": [
            {
                "receipt_no": "R-1",
                "date": date(2026, 11, 4),
                "order_no": "S-1",
                "amount": 8,
                "currency": "CNY",
            }
        ],
    }


CASES = {nothing: set(), one_receipt: {TEAM, RANKS, REGIONS}, sample_rows: set(range(6))}
"""A department → the charts that have figures."""


@pytest.fixture(scope="module", params=CASES, ids=lambda make: make.__name__)
def case(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("panels")
    path = folder / "TradeDept.xlsm"
    path.write_bytes(build(request.param()))
    return CASES[request.param], shown(path, DASHBOARD, CHART_DATA)


def panel(sheet, place: int) -> tuple[str, str, list[str]]:
    """A chart's title, what stands under it, and its legend."""
    top, left = CHART_ROW + place // 2 * (CHART_ROWS + 1), 2 + place % 2 * 6
    legend = [sheet.cell(top + CHART_ROWS - 1, left + k).value for k in range(6)]
    return (
        sheet.cell(top, left).value,
        sheet.cell(top + 1, left).value or "",
        [text for text in legend if text],
    )


def test_each_chart_says_what_comes_first_or_has_figures_and_its_legend(case):
    filled, book = case
    for place in range(6):
        title, hint, legend = panel(book[DASHBOARD], place)
        assert title == str(TITLES[place])
        assert ("先" in hint and "first" in hint) == (place not in filled), (title, hint)
        assert bool(legend) == (place in filled and place not in (RANKS, REGIONS)), (title, legend)


def test_a_chart_without_figures_writes_nothing_along_its_axes_and_draws_nothing(case):
    filled, book = case
    data = book[CHART_DATA]
    months = [
        data.cell(row, column).value
        for column in (30, 31, 32)
        for row in range(MONTHS_TOP + 1, MONTHS_TOP + 13)
    ]
    shown = [bool(months[k * 12]) for k in range(3)]
    assert shown == [place in filled for place in (TEAM, TIERS, POOLS)]
    received = [
        data.cell(row, drawn(2) + 1).value for row in range(MONTHS_TOP + 1, MONTHS_TOP + 13)
    ]
    assert any(value != "#N/A" for value in received) == (TEAM in filled)
    assert 0 not in received


@pytest.mark.parametrize("make", [nothing, one_receipt], ids=lambda make: make.__name__)
def test_what_is_stored_is_what_libreoffice_computes(make, tmp_path):
    path = tmp_path / "TradeDept.xlsm"
    path.write_bytes(build(make()))
    count, differ = formulas_that_differ(path)
    assert count > 1000
    assert differ == []


def test_the_table_of_attainment_waits_for_people(case):
    filled, book = case
    heading = book[DASHBOARD].cell(CHART_ROW + 3 * (CHART_ROWS + 1) + 1, 2).value
    assert ("fill in staff and targets first" in heading) == (not filled)
