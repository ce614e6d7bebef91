"""Steps that take time in Excel, or that go to other folders; their findings go into
`excel.found`.
"""

import os
import time
from pathlib import Path

from wincheck.report import differing, same


def what_if_follows_an_edit(excel) -> None:
    """An edit, and Why on a part of the split: the seconds of each."""
    from xlpy.build.book import WHATIF
    from xlpy.build.whatif import SHARING
    from xlpy.build.whatif_person import PERSON

    sheet, top = excel.book.sheets[WHATIF], PERSON + 3
    before = sheet[f"G{top + 1}"].value
    kept = sheet[f"C{top}"].value
    excel.timed("what if: first edit", lambda: setattr(sheet[f"C{top}"], "value", kept + 50000))
    excel.timed("what if: second edit", lambda: setattr(sheet[f"C{top}"], "value", kept + 60000))
    after = sheet[f"G{top + 1}"].value
    # The amount in the first row of the split: its cell shows a part of one packed result.
    part = f"'{WHATIF}'!E{SHARING + 3}"
    excel.timed(
        "what if: why on a part of the split", lambda: excel.value(f"=TD_WHY({part})", "L1")
    )
    sheet[f"C{top}"].value = kept
    assert not same(before, after), f"the commission stays at {before!r}"
    assert same(sheet[f"G{top + 1}"].value, before), "taken back, the commission is not as it was"


def results_spill(excel) -> None:
    """In an Excel with dynamic arrays one formula fills the cells below it."""
    cell = excel.sheet["N1"]
    if not hasattr(cell.api, "Formula2"):
        excel.found["spills"] = "this Excel has no dynamic arrays"
        return
    excel.sheet["P1"].value = [[80000, 100000], [200000, 100000]]
    cell.api.Formula2 = "=TD_COMMISSION(P1:P2,Q1:Q2)"
    shown = [excel.sheet[f"N{row}"].value for row in (1, 2)]
    assert all(same(a, b) for a, b in zip(shown, (800.0, 2375.0), strict=True)), (
        f"the cells show {shown}"
    )


def saved_and_opened_again_it_is_the_same(excel) -> None:
    """A copy that Excel saved shows the same when opened."""
    _comes_back(excel, excel.path.with_name("saved.xlsm"))


def a_folder_with_a_chinese_name_works(excel) -> None:
    """The same in a folder whose name is Chinese."""
    folder = excel.path.parent / "外贸部 提成"
    folder.mkdir(exist_ok=True)
    _comes_back(excel, folder / "工资表.xlsm")


def a_folder_in_onedrive_works(excel) -> None:
    """The same in OneDrive, where there is one; the copy is deleted afterwards."""
    home = next(
        (os.environ[k] for k in ("OneDriveCommercial", "OneDrive") if os.environ.get(k)), ""
    )
    if not home or not Path(home).is_dir():
        excel.found["onedrive"] = "none on this machine"
        return
    path = Path(home) / f"TradeDept-check-{os.getpid()}.xlsm"
    try:
        excel.found["onedrive"] = _comes_back(excel, path)
    finally:
        path.unlink(missing_ok=True)


def each_sheet_has_its_picture(excel) -> None:
    """A picture of each sheet that can be seen, by a chart that Excel exports."""
    board = excel.sheet.api
    for number, sheet in enumerate(excel.book.sheets, 1):
        area = sheet.used_range.api
        # -1: the sheet can be seen. Excel makes no picture of a long table: its first rows are
        # enough.
        if sheet.api.Visible != -1 or sheet.name == "check":
            continue
        area = area.Resize(min(area.Rows.Count, 60), min(area.Columns.Count, 30))
        frame = board.ChartObjects().Add(0, 0, area.Width, area.Height)
        area.CopyPicture(1, 2)
        frame.Chart.Paste()
        frame.Chart.Export(str(excel.pictures / f"{number:02}.png"), "PNG")
        frame.Delete()
        excel.found.setdefault("pictures", {})[f"{number:02}.png"] = sheet.name


def _comes_back(excel, path: Path) -> str:
    """Save a copy, open it, compare its sheets; the name by which Excel calls it (in OneDrive an
    address).
    """
    sheets = [sheet.name for sheet in excel.book.sheets if sheet.name != "check"]
    before = {name: excel.area(excel.book.sheets[name]) for name in sheets}
    excel.timed(f"save: {path.name}", lambda: excel.book.api.SaveCopyAs(str(path)))
    start = time.perf_counter()
    book = excel.app.books.open(str(path))
    excel.seconds[f"open: {path.name}"] = round(time.perf_counter() - start, 2)
    try:
        wrong = {
            name: found
            for name in sheets
            if (found := differing(before[name], excel.area(book.sheets[name])))
        }
        # Excel's own word says whether the name is a file's or an address.
        called = "address" if str(book.api.FullName).lower().startswith("http") else "path"
    finally:
        book.close()
    excel.found.setdefault("cells", {})[path.name] = {
        name: cells[:50] for name, cells in wrong.items()
    }
    assert not wrong, f"opened again, these sheets show something else: {sorted(wrong)}"
    return called
