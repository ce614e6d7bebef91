"""Makes the pictures of the documentation from the workbook that the package builds: `python
scripts/pictures.py`.

LibreOffice prints the demo workbook, its pages become pictures; poppler's `pdftoppm` and
ImageMagick's `convert` are needed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
IMAGES = HERE / "docs" / "images"
_TRIMMED = (
    "-gravity",
    "South",
    "-chop",
    "0x90",
    "-trim",
    "-bordercolor",
    "white",
    "-border",
    "12",
    "+repage",
)
"""What makes a page a picture: without its footer and its white edges."""
PAGES = {"workbook": 1, "dashboard": 2, "whatif": 4}
"""Picture → the page of the printed workbook; the first sheets fill one page each."""


def main() -> int:
    """Write the pictures anew."""
    sys.path.insert(0, str(HERE))
    from xlpy.documents.pdf import to_pdf

    with tempfile.TemporaryDirectory() as folder:
        printed = to_pdf([HERE / "workbook" / "TradeDept.xlsm"], Path(folder))[0]
        for name, page in PAGES.items():
            stem = Path(folder, name)
            wanted = ["-f", str(page), "-l", str(page), "-singlefile"]
            subprocess.run(["pdftoppm", "-r", "110", "-png", *wanted, printed, stem], check=True)
            subprocess.run(
                ["convert", stem.with_suffix(".png"), *_TRIMMED, IMAGES / f"{name}.png"], check=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
