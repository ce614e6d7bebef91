"""Makes the pictures of the documentation from the workbook that the package builds: `python scripts/pictures.py`.

LibreOffice prints the demo workbook, its pages become pictures; poppler's `pdftoppm` and ImageMagick's `convert` are
needed.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
IMAGES = HERE / "docs" / "images"
PAGES = {"workbook": 1, "dashboard": 2, "whatif": 4}
"""Picture → the page of the printed workbook; the first sheets fill one page each."""


def main() -> int:
    """Write the pictures anew."""
    sys.path.insert(0, str(HERE))
    from xlpy.programs.libreoffice import soffice

    with tempfile.TemporaryDirectory() as folder:
        book = shutil.copy(HERE / "workbook" / "TradeDept.xlsm", folder)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        subprocess.run(
            [soffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", folder, book],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        for name, page in PAGES.items():
            stem = Path(folder, name)
            wanted = ["-f", str(page), "-l", str(page), "-singlefile"]
            subprocess.run(["pdftoppm", "-r", "110", "-png", *wanted, Path(book).with_suffix(".pdf"), stem], check=True)
            trimmed = [
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
            ]
            subprocess.run(["convert", stem.with_suffix(".png"), *trimmed, IMAGES / f"{name}.png"], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
