"""`python -m xlpy.build` writes workbook/TradeDept.xlsm of this source tree anew; first its made
sources.
"""

import subprocess
import sys
from pathlib import Path

from xlpy.build import macros, made
from xlpy.build.sample import sample_rows
from xlpy.build.workbook import build

BOOK = Path(__file__).resolve().parents[2] / "workbook" / "TradeDept.xlsm"


def main() -> None:
    """Write the demo workbook in its place; the macros' project has a module for every sheet."""
    if made.main():
        # What is loaded here is the source as it was.
        sys.exit(subprocess.run([sys.executable, "-m", "xlpy.build"]).returncode)
    macros.main()
    BOOK.parent.mkdir(exist_ok=True)
    BOOK.write_bytes(build(sample_rows()))


if __name__ == "__main__":
    main()
