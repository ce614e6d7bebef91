"""What can only be seen with Excel on Windows, checked by Excel itself: run it with the installed
Python.

    %LOCALAPPDATA%\\TradeDept\\venv\\Scripts\\python.exe scripts\\windows_check.py [--full]
    [--no-questions]

It works on a copy of the demo workbook, prints a line per check, asks what a person must judge,
and leaves one zip to send back; it ends with 1 when a check failed. What else a person looks at is
in docs/en/windows-check.md.
"""

import argparse
import csv
import os
import sys
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from wincheck import eye, more
from wincheck.plan import Step, chosen, run_all
from wincheck.report import differing, machine, same, write_zip
from wincheck.watchdog import Watchdog

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
        self.pictures = folder / "pictures"
        self.pictures.mkdir()
        self.seconds, self.found = {}, {}
        self.app = self.timed("start Excel", lambda: xlwings.App(visible=False, add_book=False))
        self.watchdog = Watchdog(self.app.pid)

    def open(self) -> None:
        """Open the workbook, and add the sheet to try formulas on."""
        self.app.display_alerts = False
        self.book = self.timed("open the workbook", lambda: self.app.books.open(str(self.path)))
        self.sheet = self.book.sheets.add("check")

    def timed(self, name: str, do):
        """What `do` gives; its seconds are kept."""
        start = time.perf_counter()
        try:
            return do()
        finally:
            self.seconds[name] = round(time.perf_counter() - start, 2)

    def area(self, sheet) -> list:
        """What a sheet shows, as rows; a single cell, too."""
        shown = sheet.used_range.raw_value
        return list(shown) if isinstance(shown, (list, tuple)) else [[shown]]

    def about(self) -> dict:
        """Excel's version, build, bitness, languages, country, and the policies about macros."""
        api = self.app.api
        language = {
            name: api.LanguageSettings.LanguageID(number)
            for name, number in (("install", 1), ("screen", 2))
        }
        return {
            "version": api.Version,
            "build": api.Build,
            "system": api.OperatingSystem,
            "bits": 64 if "64-bit" in api.OperatingSystem else 32,
            "language": language,
            "country": api.International(1),
            "macro security": api.AutomationSecurity,
            "policies": _policies(api.Version),
        }

    def value(self, formula: str, cell: str = "A1"):
        """What a formula shows: a number, a text, or the error's name."""
        self.sheet[cell].clear_contents()
        self.sheet[cell].api.Formula = formula
        shown = self.sheet[cell].api.Value2
        return ERRORS.get(shown, shown) if isinstance(shown, int) else shown

    def close(self) -> None:
        """End this Excel, by force when it does not end; the copy is not saved."""
        if not self.watchdog.ended:
            # What was found must reach the zip, whatever Excel answers.
            with self.watchdog.within(60), suppress(Exception):
                self.app.quit()
            self.watchdog.end()


def _policies(version: str) -> dict:
    """What is set for the security of Excel, and the rules that stop programs which macros
    start.
    """
    import winreg

    user, everyone = winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE
    excel = rf"Microsoft\Office\{version}\Excel\Security"
    rules = r"Software\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
    found = {}
    for root, place in (
        (user, rf"Software\Policies\{excel}"),
        (user, rf"Software\{excel}"),
        (everyone, rf"Software\Policies\{excel}"),
        (everyone, rules),
    ):
        try:
            with winreg.OpenKey(root, place) as key:
                values = [
                    winreg.EnumValue(key, number) for number in range(winreg.QueryInfoKey(key)[1])
                ]
        except OSError:
            continue
        found |= {
            rf"{'HKCU' if root == user else 'HKLM'}\{place}\{name}": value
            for name, value, _ in values
        }
    return found


def opens_without_repair(excel: Excel) -> None:
    """Excel took the file as it is, with its macros."""
    assert excel.book.api.HasVBProject, "the workbook has no macros any more"
    assert excel.book.fullname.lower() == str(excel.path).lower(), "Excel opened a repaired copy"


def cached_values_stand(excel: Excel) -> None:
    """What the sheets showed when opened is what Excel computes anew."""
    sheets = [sheet for sheet in excel.book.sheets if sheet.name != "check"]
    before = {sheet.name: excel.area(sheet) for sheet in sheets}
    excel.timed("compute all anew", excel.app.api.CalculateFull)
    changed = {
        sheet.name: cells
        for sheet in sheets
        if (cells := differing(before[sheet.name], excel.area(sheet)))
    }
    excel.found.setdefault("cells", {})["computed anew"] = {
        name: cells[:50] for name, cells in changed.items()
    }
    assert not changed, f"computed anew, these sheets show something else: {sorted(changed)}"


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
        got = excel.value(
            f'=TD_COMMISSION({base!r},{case["target"]},"{case["scheme"]}",,"{case["month"]}")'
        )
        if not same(got, float(case["commission"])):
            wrong.append((case["case"], case["commission"], got))
    assert not wrong, f"{len(wrong)} of {len(cases)} differ: {wrong[:3]}"


def columns_come_in_one_call(excel: Excel) -> None:
    """A column in gives a column out, and a bad cell an error in its place that TD_WHY explains."""
    excel.sheet["C1"].value = [[80000, 100000], ["abc", 100000], [200000, 100000]]
    excel.sheet["F1:F3"].api.FormulaArray = "=TD_COMMISSION(C1:C3,D1:D3)"
    shown = [excel.sheet[f"F{row}"].api.Value2 for row in (1, 2, 3)]
    wanted = (800.0, "#VALUE!", 2375.0)
    assert all(same(ERRORS.get(v, v), w) for v, w in zip(shown, wanted, strict=True)), (
        f"the column shows {shown}"
    )
    why = excel.value("=TD_WHY(F2)", "H1")
    assert "abc" in str(why), f"TD_WHY says {why!r}"


def a_rate_that_is_edited_computes_anew(excel: Excel) -> None:
    """Functions follow the workbook's own tables."""
    excel.value('=TD_COMMISSION(100,100,"personal",tiers[#All],"2012-07")', "J1")
    tiers = next(
        table for sheet in excel.book.sheets for table in sheet.tables if table.name == "tiers"
    )
    before = excel.sheet["J1"].value
    rates = tiers.data_body_range[:, 2]
    kept = rates.value
    rates.value = [[2 * rate] for rate in kept]
    after = excel.sheet["J1"].value
    rates.value = [[rate] for rate in kept]
    assert same(before, 1.0) and same(after, 2.0), f"the cell went from {before} to {after}"


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
        Journaled(tables, journal, "check").commit(
            [Change("rewards", append=[row, row | {"note": "=1+1"}])]
        )
        added = tables.read(["rewards"])["rewards"]
        assert added.row_values(added.length - 1)["note"] == "=1+1", (
            "a text was taken for a formula"
        )
        undo(tables, journal)
    assert tables.read(keys) == before, "the table is not as it was"


def a_button_reaches_python(excel: Excel) -> None:
    """RunPython, as every button calls it, starts the installed Python, which finds this
    workbook.
    """
    command = (
        "import macros; from xlwings import Book; "
        "Book.caller().sheets['check'].range('Z1').value = 'reached'"
    )
    excel.book.macro("xlwings.RunPython")(command)
    assert excel.sheet["Z1"].value == "reached", (
        "Python did not write into the workbook; see the message that Excel showed"
    )


def pressed(excel: Excel, key: str, **answers) -> list:
    """What a button says, its questions answered; it did what it says."""
    from xlpy.actions.buttons import run
    from xlpy.desk.desk import Prepared
    from xlpy.excel.desk import ExcelDesk

    class Answering(Prepared):
        """Nobody sits in front; what is no question is Excel's."""

        real = ExcelDesk(excel.book)
        modified = property(
            lambda self: self.real.modified,
            lambda self, value: setattr(self.real, "modified", value),
        )

        def progress(self, text: str) -> None:
            self.real.progress(text)

        def save_copy(self, path: Path) -> None:
            self.real.save_copy(path)

    desk = Answering(answers)
    assert run(key, excel.book, desk), f"{key} failed: {desk.said[-1]}"
    return desk.said


def a_month_closes_as_by_the_command_and_undo_takes_it_back(excel: Excel) -> None:
    """The button writes into the open workbook what the command writes into its file; selection
    and settings stay.
    """
    from datetime import datetime

    from xlpy.book.excel import OpenWorkbook
    from xlpy.core.periods import Month
    from xlpy.core.tables import TABLES
    from xlpy.files import WorkbookFile
    from xlpy.files.backups import backups
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
    """A PDF a person, one for the team, one for the pools; the workbook stays unchanged in Excel's
    eyes.
    """
    from xlpy.excel.desk import ExcelDesk

    ExcelDesk(excel.book).modified = False
    pressed(excel, "statements", period="2012-09")
    made = list(excel.path.parent.rglob("2012-09 *.pdf"))
    assert len(made) == 10 and all(path.read_bytes()[:4] == b"%PDF" for path in made), (
        f"{len(made)} PDF files, not 10"
    )
    assert not ExcelDesk(excel.book).modified, "Excel takes the workbook for changed"


STEPS = (
    Step(opens_without_repair, essential=True),
    Step(vba_compiles, essential=True),
    Step(cached_values_stand, essential=True),
    Step(functions_agree_with_the_cases, essential=True),
    Step(columns_come_in_one_call),
    Step(more.results_spill),
    Step(a_rate_that_is_edited_computes_anew),
    Step(more.what_if_follows_an_edit, essential=True),
    Step(the_open_workbook_is_written_and_taken_back),
    Step(a_button_reaches_python, essential=True, seconds=60),
    Step(a_month_closes_as_by_the_command_and_undo_takes_it_back, seconds=180),
    Step(statements_are_printed_and_leave_the_workbook_as_it_was, seconds=300),
    Step(more.saved_and_opened_again_it_is_the_same, essential=True),
    Step(more.a_folder_with_a_chinese_name_works),
    Step(more.a_folder_in_onedrive_works),
    Step(more.each_sheet_has_its_picture, essential=True),
)


def main(given: list[str] | None = None) -> int:
    """Run the checks and write the zip; 1 when one failed, 2 where there is no Windows."""
    parser = argparse.ArgumentParser(description="Check TradeDept in Excel on Windows.")
    parser.add_argument(
        "--full", action="store_true", help="every step (15 minutes), not only the essential ones"
    )
    parser.add_argument("--no-questions", action="store_true", help="ask nothing")
    options = parser.parse_args(given)
    if sys.platform != "win32":
        sys.stderr.write("This needs Excel on Windows.\n")
        return 2
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # What the buttons note of a user goes where it is thrown away.
        os.environ["TRADEDEPT_HOME"] = folder
        excel = Excel(Path(folder))
        found = {"machine": machine(), "full": options.full}
        try:
            # Opening is a step like the others: what hangs there is ended, too.
            steps = [Step(Excel.open, essential=True), Step(_about, essential=True), *STEPS]
            found["steps"] = run_all(chosen(steps, options.full), excel, excel.watchdog, _say)
        finally:
            excel.close()
        found |= {"seconds": excel.seconds, "found": excel.found}
        if not options.no_questions:
            found["by eye"] = eye.ask()
        name = f"TradeDept-check-{datetime.now():%Y%m%d-%H%M}.zip"
        made = write_zip(Path.cwd() / name, found, excel.pictures)
    passed = sum(step["result"] == "ok" for step in found["steps"])
    _say(
        f"{passed} of {len(found['steps'])} passed\n请把这个文件发回来 Send this file back: {made}"
    )
    return int(passed < len(found["steps"]))


def _about(excel: Excel) -> None:
    excel.found["excel"] = excel.about()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
