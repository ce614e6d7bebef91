"""Names that begin with a formula's sign or hold a pattern's: texts in every sheet, and the
lookups find them.
"""

import subprocess
from datetime import datetime
from pathlib import Path

import goodbook
import pytest
from calculating import formulas_that_differ
from departments import COLUMNS, csv_text
from office import needed
from openpyxl import load_workbook
from test_views import persons

from xlpy import cli
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close
from xlpy.jobs.export import export_csv
from xlpy.jobs.import_ import import_rows
from xlpy.libreoffice import statements

MONTH = "2012-07"
PEOPLE = ("王芳", "陈明", "赵磊", "刘洋")
SIGNS = (
    ("=1+1", ">0*?~", "-赵磊", "@刘洋"),
    ("王*", "王芳", "<>", "=SUM(A1)"),
    ("~王?", "+陈明", "=", "<=9"),
)
"""What the four are called; in the second, one name is a pattern that another's fits."""
SIGNED = {
    "S-1": "=S-1",
    "S-2": "+S-2",
    "S-3": ">S-3",
    "Müller GmbH": "=Müller",
    "田中商事": "-田中*",
    "R-2012-07-1": "@R-1",
}
PATTERNS = {
    "S-1": "S*",
    "S-2": "~S?",
    "S-3": "S-2?",
    "Müller GmbH": "田*",
    "田中商事": "田中~商事",
    "R-2012-07-1": "R*",
}
"""Numbers and customers of which one is a pattern that another's fits."""


@pytest.fixture(scope="module", params=SIGNS, ids=lambda names: names[0])
def signed(request, tmp_path_factory) -> tuple[dict[str, str], Path]:
    """Who is called what, and the good department under these names, its July closed."""
    others = PATTERNS if request.param is SIGNS[1] else SIGNED
    names = dict(zip(PEOPLE, request.param, strict=True)) | others
    tables = goodbook.Kept(starting_rows())
    for table, rows in goodbook.rows((MONTH,)).items():
        called = [{key: names.get(value, value) for key, value in row.items()} for row in rows]
        import_rows(tables, table, csv_text(called, COLUMNS[table]).encode())
    assert close(tables, MONTH, by=names["刘洋"], at=datetime(2012, 8, 1, 9, 30)).written
    path = tmp_path_factory.mktemp("signs") / "TradeDept.xlsm"
    path.write_bytes(build(tables.rows))
    return names, path


def said(capsys, *words) -> None:
    """Do a command, which must go well."""
    code = cli.main(["statements", *map(str, words)])
    assert code == 0, capsys.readouterr().err


def test_every_persons_statement_has_their_own_pay(signed, tmp_path, capsys, monkeypatch):
    """王芳 has 3 188.63 (tests/test_statements.py has the sum), 赵磊 his post wage, whatever they
    are called. All are printed at once; asked for alone, each gets the page that was printed.
    """
    names, path = signed
    asked = []
    said(capsys, path, MONTH, "--out", tmp_path)
    monkeypatch.setattr(
        statements, "print_closed", lambda _, wanted, *__: asked.extend(wanted) or []
    )
    for person in PEOPLE:
        said(capsys, path, MONTH, f"--person={names[person]}", "--out", tmp_path)
        (statement,) = asked
        assert statement.values[-1] == names[person]
        pdf = tmp_path / asked.pop().file
        command = [needed("pdftotext", "what the statements say"), "-layout", pdf, "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert names[person] in text
        assert "没有此人" not in text and "各项相加等于合计" in text, (
            "the lines add up to the pay that was closed"
        )
        assert {"王芳": "3,188.63", "赵磊": "3,000.00"}.get(person, "") in text


def test_libreoffice_computes_what_the_views_show(signed):
    """Receipts of July: 10 000 USD less 500 at 6.3 and 60 % of 20 000; 50 000 and 40 % of 20
    000.
    """
    names, path = signed
    count, found = formulas_that_differ(path)
    assert count and found == []
    # Read as far as it is looked at, which takes a third of the time: only the chart data.
    own = persons(load_workbook(path, read_only=True, data_only=True))
    assert own[names["王芳"]] == (71_850, 100_000, 71_850, 100_000)
    assert own[names["陈明"]] == (58_000, 100_000, 58_000, 100_000)


def test_an_export_brings_every_name_back_as_it_was(signed):
    """As CSV each such text has an apostrophe before it, which an import takes off."""
    tables = WorkbookFile(signed[1])
    again = goodbook.Kept(starting_rows())
    for table in ("staff", "customers", "orders", "credits", "receipts"):
        text = export_csv(tables, table)
        assert not any(line.startswith(("=", "+", "-", "@", "\t")) for line in text.splitlines())
        import_rows(again, table, text.encode())
        assert export_csv(again, table) == text
    kept = {row["name"] for row in again.rows["staff"]}
    assert kept == {signed[0][person] for person in PEOPLE}
