"""`python -m xlpy.build` writes workbook/TradeDept.xlsm of this source tree anew; first macros and what they call."""

from pathlib import Path

from xlpy.build import fronts, macros
from xlpy.build.sample import sample_rows
from xlpy.build.workbook import build

BOOK = Path(__file__).resolve().parents[2] / "workbook" / "TradeDept.xlsm"


def main() -> None:
    """Write the demo workbook in its place; the macros' project has a module for every sheet."""
    fronts.main()
    macros.main()
    BOOK.parent.mkdir(exist_ok=True)
    BOOK.write_bytes(build(sample_rows()))


if __name__ == "__main__":
    main()
