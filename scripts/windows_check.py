"""What can only be seen with Excel on Windows, checked by Excel itself: run it with the installed Python.

    %LOCALAPPDATA%\\TradeDept\\venv\\Scripts\\python.exe scripts\\windows_check.py

It works on a copy of the demo workbook, prints a line per check, and ends with 1 when one failed. The rest, which a
person must look at, is in docs/windows-check.md.
"""

import csv
import os
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "commission.csv"
ERRORS = {-2146826281: "#DIV/0!", -2146826246: "#N/A", -2146826252: "#NUM!", -2146826273: "#VALUE!"}
"""How Excel's errors come to Python."""


class Excel:
    """A hidden Excel with a copy of the workbook, and a sheet of its own to try formulas on."""

    def __init__(self, folder: Path):
        import xlwings

        from xlpy.build.sample import sample_rows
        from xlpy.build.workbook import build

        self.path = folder / "TradeDept.xlsm"
        self.original = build(sample_rows())
        self.path.write_bytes(self.original)
        self.app = xlwings.App(visible=False, add_book=False)
        self.app.display_alerts = False
        self.book = self.app.books.open(str(self.path))
        self.sheet = self.book.sheets.add("check")

    def value(self, formula: str, cell: str = "A1"):
        """What a formula shows: a number, a text, or the error's name."""
        self.sheet[cell].clear_contents()
        self.sheet[cell].api.Formula = formula
        shown = self.sheet[cell].api.Value2
        return ERRORS.get(shown, shown) if isinstance(shown, int) else shown

    def close(self) -> None:
        """End this Excel; the copy is not saved."""
        self.book.close()
        self.app.quit()


def opens_without_repair(excel: Excel) -> None:
    """Excel took the file as it is, with its macros."""
    assert excel.book.api.HasVBProject, "the workbook has no macros any more"
    assert excel.book.fullname.lower() == str(excel.path).lower(), "Excel opened a repaired copy"


def cached_values_stand(excel: Excel) -> None:
    """What the sheets showed when opened is what Excel computes anew."""
    sheets = [sheet for sheet in excel.book.sheets if sheet.name != "check"]
    before = {sheet.name: sheet.used_range.raw_value for sheet in sheets}
    excel.app.api.CalculateFull()
    changed = [sheet.name for sheet in sheets if sheet.used_range.raw_value != before[sheet.name]]
    assert not changed, f"computed anew, these sheets show something else: {changed}"


def vba_compiles(excel: Excel) -> None:
    """A function of VBA that needs no Python runs."""
    text = excel.book.macro("TradeDept.TdText")("python")
    assert "tradedept doctor" in text, f"TdText gave {text!r}"


def functions_agree_with_the_cases(excel: Excel) -> None:
    """TD_COMMISSION gives the figures of the case table, cell by cell."""
    with open(CASES, encoding="utf-8", newline="") as file:
        cases = [c for c in csv.DictReader(file) if not c["tiers"] and c["negative"] == "carry"]
    wrong = []
    for case in cases:
        base = float(case["receipts"]) + float(case["carried_in"])
        got = excel.value(f'=TD_COMMISSION({base!r},{case["target"]},"{case["scheme"]}",,"{case["month"]}")')
        if got != float(case["commission"]):
            wrong.append((case["case"], case["commission"], got))
    assert not wrong, f"{len(wrong)} of {len(cases)} differ: {wrong[:3]}"


def columns_come_in_one_call(excel: Excel) -> None:
    """A column in gives a column out, and a bad cell an error in its place that TD_WHY explains."""
    excel.sheet["C1"].value = [[80000, 100000], ["abc", 100000], [200000, 100000]]
    excel.sheet["F1:F3"].api.FormulaArray = "=TD_COMMISSION(C1:C3,D1:D3)"
    shown = [excel.sheet[f"F{row}"].api.Value2 for row in (1, 2, 3)]
    assert [ERRORS.get(v, v) for v in shown] == [800.0, "#VALUE!", 2375.0], f"the column shows {shown}"
    why = excel.value("=TD_WHY(F2)", "H1")
    assert "abc" in str(why), f"TD_WHY says {why!r}"


def a_rate_that_is_edited_computes_anew(excel: Excel) -> None:
    """Functions follow the workbook's own tables."""
    excel.value('=TD_COMMISSION(100,100,"personal",tiers[#All],"2012-07")', "J1")
    tiers = next(table for sheet in excel.book.sheets for table in sheet.tables if table.name == "tiers")
    before = excel.sheet["J1"].value
    rates = tiers.data_body_range[:, 2]
    kept = rates.value
    rates.value = [[2 * rate] for rate in kept]
    after = excel.sheet["J1"].value
    rates.value = [[rate] for rate in kept]
    assert (before, after) == (1.0, 2.0), f"the cell went from {before} to {after}"


def the_open_workbook_is_written_and_taken_back(excel: Excel) -> None:
    """Rows go into a table of the open workbook, and out of it again, as the buttons do it."""
    from datetime import date
    from decimal import Decimal

    from xlpy.book.excel import OpenWorkbook
    from xlpy.book.journal import Journal, Journaled, undo
    from xlpy.book.tables import Change

    tables = OpenWorkbook(excel.book)
    keys = ("rewards", "closes")
    before = tables.read(keys)
    row = {
        "date": date(2012, 11, 5),
        "name": "王芳",
        "amount": Decimal("120.5"),
        "approved_by": "刘洋",
        "note": "2012-07",
    }
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder), excel.book.fullname)
        Journaled(tables, journal, "check").commit([Change("rewards", append=[row, row | {"note": "=1+1"}])])
        added = tables.read(["rewards"])["rewards"]
        assert added.row_values(added.length - 1)["note"] == "=1+1", "a text was taken for a formula"
        undo(tables, journal)
    assert tables.read(keys) == before, "the table is not as it was"


def a_button_reaches_python(excel: Excel) -> None:
    """RunPython, as every button calls it, starts the installed Python, which finds this workbook."""
    command = "import macros; from xlwings import Book; Book.caller().sheets['check'].range('Z1').value = 'reached'"
    excel.book.macro("xlwings.RunPython")(command)
    assert excel.sheet["Z1"].value == "reached", (
        "Python did not write into the workbook; see the message that Excel showed"
    )


def pressed(excel: Excel, key: str, **answers) -> list:
    """What a button says, its questions answered; it did what it says."""
    from xlpy.actions import run
    from xlpy.desk import Prepared, desk_for

    class Answering(Prepared):
        """Nobody sits in front; what is no question is Excel's."""

        real = desk_for(excel.book)
        modified = property(lambda self: self.real.modified, lambda self, value: setattr(self.real, "modified", value))

        def progress(self, text: str) -> None:
            self.real.progress(text)

        def save_copy(self, path: Path) -> None:
            self.real.save_copy(path)

    desk = Answering(answers)
    assert run(key, excel.book, desk), f"{key} failed: {desk.said[-1]}"
    return desk.said


def a_month_closes_as_by_the_command_and_undo_takes_it_back(excel: Excel) -> None:
    """The button writes into the open workbook what the command writes into its file; selection and settings stay."""
    from datetime import datetime

    from xlpy.book.excel import OpenWorkbook
    from xlpy.book.file import WorkbookFile
    from xlpy.book.file.backups import backups
    from xlpy.book.schema import TABLES
    from xlpy.core.periods import Month
    from xlpy.jobs.close import close

    def settings() -> tuple:
        app = excel.app
        return app.selection.address, app.screen_updating, app.enable_events, app.calculation

    twin = excel.path.with_name("twin.xlsm")
    twin.write_bytes(excel.original)
    close(WorkbookFile(twin), Month(2012, 10), by="TradeDept", at=datetime(2012, 11, 5))
    before, set_before = OpenWorkbook(excel.book).read(TABLES), settings()
    pressed(excel, "close_month", period="2012-10")
    assert backups(excel.path), "no backup was made"
    assert settings() == set_before, f"Excel is set otherwise: {set_before} became {settings()}"
    now, wanted = OpenWorkbook(excel.book).read(TABLES), WorkbookFile(twin).read(TABLES)
    differing = {
        f"{key}.{column}"
        for key, raw in wanted.items()
        for column, values in raw.columns.items()
        if list(values) != list(now[key].columns[column])
    }
    # The two were closed at different times.
    assert differing <= {"closes.closed_at", "closes.digest"}, f"these columns differ: {differing}"
    pressed(excel, "undo")
    assert OpenWorkbook(excel.book).read(TABLES) == before, "the close was not taken back"


def statements_are_printed_and_leave_the_workbook_as_it_was(excel: Excel) -> None:
    """A PDF a person, one for the team, one for the pools; the workbook stays unchanged in Excel's eyes."""
    from xlpy.desk import desk_for

    desk_for(excel.book).modified = False
    pressed(excel, "statements", period="2012-09")
    made = list(excel.path.parent.rglob("2012-09 *.pdf"))
    assert len(made) == 10 and all(path.read_bytes()[:4] == b"%PDF" for path in made), f"{len(made)} PDF files, not 10"
    assert not desk_for(excel.book).modified, "Excel takes the workbook for changed"


CHECKS = (
    opens_without_repair,
    vba_compiles,
    cached_values_stand,
    functions_agree_with_the_cases,
    columns_come_in_one_call,
    a_rate_that_is_edited_computes_anew,
    the_open_workbook_is_written_and_taken_back,
    a_button_reaches_python,
    a_month_closes_as_by_the_command_and_undo_takes_it_back,
    statements_are_printed_and_leave_the_workbook_as_it_was,
)


def main() -> int:
    """Run every check; 1 when one failed."""
    if sys.platform != "win32":
        sys.stderr.write("This needs Excel on Windows.\n")
        return 2
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    failed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # What the buttons note of a user goes where it is thrown away.
        os.environ["TRADEDEPT_HOME"] = folder
        excel = Excel(Path(folder))
        try:
            for check in CHECKS:
                failed += not _passed(check, excel)
        finally:
            excel.close()
    sys.stdout.write(f"{len(CHECKS) - failed} of {len(CHECKS)} passed\n")
    return int(failed > 0)


def _passed(check, excel: Excel) -> bool:
    name = check.__name__.replace("_", " ")
    try:
        check(excel)
    except AssertionError as wrong:
        sys.stdout.write(f"FAILED  {name}: {wrong}\n")
        return False
    except Exception:
        sys.stdout.write(f"FAILED  {name}:\n{traceback.format_exc()}")
        return False
    sys.stdout.write(f"ok      {name}\n")
    return True


if __name__ == "__main__":
    sys.exit(main())
