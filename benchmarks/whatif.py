"""An edit of What if in LibreOffice, from typing to what the sheet shows: `python
benchmarks/whatif.py`.

A figure of every kind is changed to another and back, in LibreOffice's main thread, where a
person's edit is computed; a time is the change and reading every cell of the sheet. The bound is
half a second for the slowest.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

EDITS = {
    "month": ("C6", 41091.0),
    "receipts": ("C10", 300_000.0),
    "target": ("C11", 80_000.0),
    "price": ("C49", 12_000.0),
    "person's receipts": ("C68", 260_000.0),
    "person's name": ("B68", "周某"),
    "manager": ("C61", "周某"),
    "quarter's pool": ("C99", 9_000.0),
}
TURNS, MOST = 10, 0.5
ALL = "A1:U125"


def run() -> int:
    """Print the figures; 1 when the bound is not kept."""
    from xlpy.build.sample import sample_rows
    from xlpy.build.workbook import build
    from xlpy.libreoffice.extension.package import extension
    from xlpy.programs.libreoffice import clean_environment, make_profile, own_python, ready

    program = ready()
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        profile, package, book = (
            Path(folder, name) for name in ("profile", "tradedept.oxt", "TradeDept.xlsm")
        )
        make_profile(profile)
        package.write_bytes(extension(sys.executable))
        book.write_bytes(build(sample_rows()))
        asked = [own_python(program), HERE, program, profile, package, book]
        done = subprocess.run(
            asked, env=clean_environment(), capture_output=True, text=True, check=True
        )
    figures = json.loads(done.stdout.splitlines()[-1])
    for edit, seconds in figures.items():
        print(f"{edit:18} {seconds * 1000:7.1f} ms")
    return int(max(figures.values()) > MOST)


def measure(program: str, profile: str, package: str, book: str) -> dict:
    """Seconds of each edit, the median of its turns; run by LibreOffice's own Python."""
    from functions import in_main_thread

    from xlpy.libreoffice.session import Office

    with Office(Path(program), Path(profile)) as office:
        office.install(Path(package))
        document = office.open(Path(book))
        found = in_main_thread(office, lambda: edits(document))
        document.close(True)
        return found


def edits(document) -> dict:
    """Seconds of each edit in the open workbook."""
    sheet = next(each for each in document.Sheets if each.Name.endswith("What if"))
    whole = sheet.getCellRangeByName(ALL)
    return {edit: statistics.median(turns(sheet, whole, *change)) for edit, change in EDITS.items()}


def turns(sheet, whole, cell: str, value) -> list[float]:
    """Seconds of a change and of taking it back, again and again; the first loads what it needs."""
    at = sheet.getCellRangeByName(cell)
    [[before]] = at.getDataArray()
    times = []
    for held in (value, before) * TURNS:
        begun = time.perf_counter()
        at.setDataArray(((held,),))
        whole.getDataArray()
        times.append(time.perf_counter() - begun)
    return times[1:]


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(run())
    print(json.dumps(measure(*sys.argv[1:])))
