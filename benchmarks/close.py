"""Closing a month against its peers, as ratios in one run: `python benchmarks/close.py [--million]
[--quick]`.

Peers: the usual script (pandas and openpyxl), LibreOffice with the same maths in native formulas,
and the floor: inflating and scanning the receipts sheet once and copying the other parts raw.
Writes what README shows.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from big import big_book
from measure import Run, just_run, measure, tools
from peers import native_book

MONTH = "2012-03"
PYTHON = sys.executable


def closing(book: Path, times: int) -> Run:
    """Closing March of a fresh copy; January and February are closed before."""
    ready, copy = book.with_suffix(".ready.xlsm"), book.with_suffix(".work.xlsm")
    shutil.copy(book, ready)
    for month in ("2012-01", "2012-02"):
        just_run([PYTHON, "-m", "xlpy", "close", str(ready), month])
    command = [PYTHON, "-m", "xlpy", "close", str(copy), MONTH, "--json"]
    return measure(command, times, lambda: shutil.copy(ready, copy))


def native(folder: Path, receipts: int, times: int) -> Run:
    """LibreOffice loads, recalculates and saves."""
    path, profile = folder / "native.xlsx", folder / "profile"
    native_book(path, receipts)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop '
        'oor:name="OOXMLRecalcMode" oor:op="fuse">'
        "<value>0</value></prop></item>\n</oor:items>\n",
        encoding="utf-8",
    )
    out = folder / "out"
    profile_option = f"-env:UserInstallation=file://{profile}"
    convert = ("--headless", "--convert-to", "xlsx", "--outdir", str(out))
    return measure(["soffice", profile_option, *convert, str(path)], times)


def report(rows: list[tuple[str, Run, str]]) -> None:
    """The figures as a Markdown table."""
    print("| way | seconds | of the processor | MB, all processes | ratio to our close |")
    print("|---|---|---|---|---|")
    for name, run, ratio in rows:
        print(
            f"| {name} | {run.seconds:.2f} | {run.processor:.2f} | {run.megabytes:.0f} | {ratio} |"
        )


def start_up(times: int) -> list[tuple[str, Run, str]]:
    """A bare interpreter, the help, and a close of the demo workbook."""
    bare = measure([PYTHON, "-c", "pass"], times)
    helped = measure([PYTHON, "-m", "xlpy", "--help"], times)
    with tempfile.TemporaryDirectory() as folder:
        demo, copy = Path(folder) / "demo.xlsm", Path(folder) / "copy.xlsm"
        just_run([PYTHON, "-m", "xlpy", "new", str(demo), "--demo"])
        command = [PYTHON, "-m", "xlpy", "close", str(copy), "2012-10"]
        closed = measure(command, times, lambda: shutil.copy(demo, copy))
    return [
        ("bare interpreter start", bare, ""),
        ("`tradedept --help`", helped, f"{helped.seconds / bare.seconds:.1f} bare starts"),
        ("close of the demo workbook", closed, f"{closed.seconds / bare.seconds:.1f} bare starts"),
    ]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--receipts", type=int, default=100_000)
    options.add_argument("--million", action="store_true", help="ten times as many receipts, too")
    options.add_argument("--quick", action="store_true", help="without the slow peers")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "big.xlsm"
        big_book(book, chosen.receipts)
        ours = closing(book, 5)
        least = measure([PYTHON, tools("peers.py"), "floor", str(book)], 5)
        rows = [
            (f"`tradedept close`, {chosen.receipts:,} receipts", ours, "1"),
            (
                "floor: inflate, scan, copy",
                least,
                f"we take {ours.seconds / least.seconds:.1f} times the floor",
            ),
        ]
        if not chosen.quick:
            usual = measure([PYTHON, "-W", "ignore", tools("peers.py"), "script", str(book)], 1)
            office = native(folder, chosen.receipts, 1)
            rows.append(
                (
                    "pandas + openpyxl script",
                    usual,
                    f"{usual.seconds / ours.seconds:.1f} times ours",
                )
            )
            rows.append(
                (
                    "LibreOffice, native formulas",
                    office,
                    f"{office.seconds / ours.seconds:.1f} times ours",
                )
            )
        if chosen.million:
            big_book(book, 10 * chosen.receipts)
            more = closing(book, 1)
            rows.append(
                (
                    f"`tradedept close`, {10 * chosen.receipts:,} receipts",
                    more,
                    f"{more.seconds / ours.seconds:.1f} times",
                )
            )
        report(rows + start_up(5))


if __name__ == "__main__":
    main()
