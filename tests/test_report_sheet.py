"""The sheet of the report: what it shows is what the tables hold, for the period and the view that
are chosen.
"""

import pytest
from calculating import formulas_that_differ, shown
from readings import partly_loaded
from test_report import TODAY, small

from xlpy.build.book import REPORT
from xlpy.build.reportsheet import CHARTED, LINES, LIST_TOP, MORE_TOP, SAID_TOP, SENTENCES
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.core.periods import Month, Quarter, Year
from xlpy.jobs.report import report, write_report

PERIODS = (Year(2012), Month(2012, 5), Month(2012, 6), Quarter(2012, 2))


def rows_with_reports(tables):
    """The rows of a workbook in which the reports of some periods were written."""
    for period in PERIODS:
        write_report(tables, period, TODAY)
    raws = tables.read(["sales_report", "report_lines"])
    return {
        **starting_rows(),
        **{
            key: [
                {name: cells[at] for name, cells in raw.columns.items() if cells[at] is not None}
                for at in range(raw.length)
            ]
            for key, raw in raws.items()
        },
    }


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.xlsm"
    path.write_bytes(build(rows_with_reports(small()), file=path.name))
    return path


def test_the_sheet_shows_the_last_report_as_the_job_says(book):
    sheet, found = shown(book, REPORT)[REPORT], report(small(), PERIODS[-1], TODAY)
    assert sheet["D6"].value == "2012-Q2"
    said = [sheet.cell(SAID_TOP + 1 + k, 2).value for k in range(SENTENCES)]
    assert said == [each.said.said("both", "\n") for each in found.sentences]
    lines = found.figures.views["person"]
    for k, line in enumerate(lines):
        row = [sheet.cell(LIST_TOP + 2 + k, column).value for column in range(2, 12)]
        assert row[0] == line.key
        assert row[1] == line.orders
        money = (line.order_amount, line.receipts, line.target, line.previous, line.last_year)
        got = [row[at] for at in (2, 3, 4, 6, 7)]
        assert got == [None if fen is None else pytest.approx(fen / 100) for fen in money]
    assert not sheet.cell(LIST_TOP + 2 + len(lines), 2).value
    further = [sheet.cell(MORE_TOP + 1 + k, 2).value for k in range(9)]
    assert any("USD" in (text or "") for text in further)


def test_what_the_file_says_before_a_program_computes_is_what_it_computes(book):
    _, differ = formulas_that_differ(book)
    # The rows of the company's own, such as parts in use, came later than the sheets.
    assert [line for line in differ if REPORT in line] == []


def test_the_chart_draws_the_first_lines_beside_the_period_and_the_year_before(book):
    [chart] = partly_loaded(book, REPORT)[REPORT]._charts
    areas = [series.val.numRef.f for series in chart.series]
    assert len(areas) == 3
    assert all(
        f"${LIST_TOP + 2}" in area and f"${LIST_TOP + 1 + CHARTED}" in area for area in areas
    )
    assert CHARTED <= LINES
