"""Functions in LibreOffice's cells against native formulas, as ratios in one run: `python
benchmarks/functions.py`.

One sheet of 10,000 rows, receipts and target: the commission by a formula with the tier maths by
hand, by one column call of TD_COMMISSION, by 10,000 single calls. A time is a hard recalculation
of the sheet and reading every result; the ways take turns, in LibreOffice's main thread, where it
recalculates for a person. There are two formulas by hand: one takes the tiers from a table, as the
functions do (a row more needs no other formula); one has three tiers wired in, which is quicker,
and more so on idle cores, of which LibreOffice uses all for it. The column call is bound by the
first, single calls by the second. Also: what opening the workbook costs, and whether it starts
Python or calls a function of ours.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parent.parent))

ROWS, TURNS = 10_000, 15
TIERS = ((0, 0.01), (1, 0.0125), (1.5, 0.015))
BY_HAND = "=ROUND(SUMPRODUCT((A1>$E$1:$E$3*B1)*(A1-$E$1:$E$3*B1)*$G$1:$G$3);2)"
WIRED = "=ROUND(MIN(A1;B1)*$F$1+MAX(0;MIN(A1;B1*$E$3)-B1)*$F$2+MAX(0;A1-B1*$E$3)*$F$3;2)"
WAYS = {
    "by hand": (BY_HAND, False),
    "by hand, wired in": (WIRED, False),
    "one column call": (f"=TD_COMMISSION(A1:A{ROWS};B1:B{ROWS})", True),
    "single calls": ("=TD_COMMISSION(A1;B1)", False),
}
BOUNDS = {"one column call": ("by hand", 2.0), "single calls": ("by hand, wired in", 10.0)}


def run() -> int:
    """Print the figures; 1 when a bound is not kept."""
    from xlpy.libreoffice.extension.package import extension
    from xlpy.programs.libreoffice import clean_environment, make_profile, own_python, ready

    program = ready()
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        profile, package = Path(folder, "profile"), Path(folder, "tradedept.oxt")
        make_profile(profile)
        package.write_bytes(extension(sys.executable))
        book = shutil.copyfile(
            HERE.parent.parent / "workbook" / "TradeDept.xlsm", Path(folder, "TradeDept.xlsm")
        )
        command = [own_python(program), HERE, program, profile, package, book]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, text=True, check=True, env=clean_environment()
        )
        return report(json.loads(done.stdout))


def report(figures: dict) -> int:
    """Print what was measured; 1 when a bound is not kept."""
    missed = 0
    print(f"{'':18} {'':10}  tiers in a table       wired in")
    for way in WAYS:
        ratios = {peer: figures[way] / figures[peer] for peer in ("by hand", "by hand, wired in")}
        told = [f"{ratio:6.1f} ×{_bound(way, peer):15}" for peer, ratio in ratios.items()]
        print(f"{way:18} {figures[way] * 1000:7.1f} ms  {' '.join(told)}".rstrip())
        peer, most = BOUNDS.get(way, (None, 0))
        missed += bool(peer and ratios[peer] > most)
    print(f"opening the workbook {figures['opening']:.1f} s; Python started: {figures['python']}")
    print(f"functions of ours called by opening it: {figures['called']}")
    return int(bool(missed or figures["called"]))


def _bound(way: str, peer: str) -> str:
    against, most = BOUNDS.get(way, (None, 0))
    return f" (at most {most:g} ×)" if peer == against else ""


def measure(program: str, profile: str, package: str, book: str) -> dict:
    """The figures; run by LibreOffice's own Python."""
    from xlpy.libreoffice.session import Office

    with Office(Path(program), Path(profile)) as office:
        office.install(Path(package))
        return in_main_thread(
            office, lambda: opening(office, Path(book), Path(profile)) | turns(office)
        )


def in_main_thread(office, work: Callable[[], dict]) -> dict:
    """What the work gives, all that it asks of LibreOffice done by LibreOffice's main thread.

    A request over the line runs in any thread of a pool. In one that did not start Python each
    call of a function makes and drops Python's state of that thread, which costs as much again;
    nobody at the screen ever sees that.
    """
    import unohelper
    from com.sun.star.awt import XCallback

    given = Future()

    class Called(unohelper.Base, XCallback):
        def notify(self, _):
            try:
                given.set_result(work())
            except Exception as failure:
                given.set_exception(failure)

    office.service("com.sun.star.awt.AsyncCallback").addCallback(Called(), None)
    return given.result()


def turns(office) -> dict:
    """Seconds of each way, the median of its turns."""
    times = {way: [] for way in WAYS}
    sheets = {way: sheet(office, *WAYS[way]) for way in WAYS}
    for turn in range(TURNS + 1):
        for way, (document, results) in sheets.items():
            begun = time.perf_counter()
            document.calculateAll()
            shown = results.getDataArray()
            # The first turn loads what each way needs.
            times[way] += [time.perf_counter() - begun] if turn else []
            assert shown == sheets["by hand"][1].getDataArray(), way
    for document, _ in sheets.values():
        document.close(True)
    return {way: statistics.median(seconds) for way, seconds in times.items()}


def opening(office, book: Path, profile: Path) -> dict:
    """What opening the workbook takes and sets going."""
    begun = time.perf_counter()
    document = office.open(book)
    seconds = time.perf_counter() - begun
    python = "libpython" in Path(f"/proc/{office.process.pid}/maps").read_text()
    # Python leaves compiled files where it has imported something.
    called = any(profile.rglob("xlpy/functions/__pycache__"))
    document.close(True)
    return {"opening": seconds, "python": python, "called": called}


def sheet(office, formula: str, array: bool):
    """A document with the rows and one way to compute them; it, and the range of results."""
    from xlpy.libreoffice.session import properties

    document = office.desktop.loadComponentFromURL(
        "private:factory/scalc", "_blank", 0, properties(Hidden=True)
    )
    cells = document.Sheets.getByIndex(0)
    for row, (over, rate) in enumerate(TIERS):
        below = TIERS[row - 1][1] if row else 0
        for column, value in enumerate((over, rate, rate - below), 4):
            cells.getCellByPosition(column, row).Value = value
    data = tuple((50_000 + row * 17.31, 100_000.0 + row % 7 * 5_000) for row in range(ROWS))
    cells.getCellRangeByName(f"A1:B{ROWS}").setDataArray(data)
    results = cells.getCellRangeByName(f"C1:C{ROWS}")
    if array:
        results.setArrayFormula(formula)
    else:
        cells.getCellRangeByName("C1").Formula = formula
        results.fillAuto(0, 1)  # com.sun.star.sheet.FillDirection.TO_BOTTOM
    return document, results


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(run())
    print(json.dumps(measure(*sys.argv[1:])))
