"""Makes the pictures of the documentation from the workbook that the package builds, and from
those of the tour, whose commands it types: `python scripts/pictures.py [tour]`.

LibreOffice prints the workbooks, their pages become pictures; poppler's `pdftoppm` and
ImageMagick's `convert` are needed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
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


TOUR = {
    "en": {"payroll": "Payroll", "statement": "Pay statement"},
    "zh": {"payroll": "工资", "statement": "工资单"},
}
"""Language → picture of the closed month → the sheet's title, a line of the page that shows it."""


def main() -> int:
    """Write the pictures anew; with `tour` only those of the first hour."""
    sys.path[:0] = [str(HERE), str(HERE / "tests")]
    from xlpy.documents.pdf import to_pdf

    with tempfile.TemporaryDirectory() as folder:
        if "tour" not in sys.argv[1:]:
            printed = to_pdf([HERE / "workbook" / "TradeDept.xlsm"], Path(folder))[0]
            for name, page in PAGES.items():
                _picture(printed, page, name)
        for language in TOUR:
            _picture_tour(language, Path(folder, language))
    return 0


def _picture_tour(language: str, folder: Path) -> None:
    """Type the tour's commands; Home after the first, the closed month's sheets after the last."""
    from tourkit import files, steps

    from xlpy.documents.pdf import to_pdf

    folder.mkdir()
    for file in files(language):
        shutil.copy(file, folder)
    typed = [words for step in steps(language) for words in step.commands if words[0] != "open"]
    for at, words in enumerate(typed):
        command = [sys.executable, "-m", "xlpy", *words]
        subprocess.run(
            command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=_with_us(os.environ)
        )
        if at == 0:
            _picture(to_pdf([folder / words[1]], folder)[0], 1, f"first-hour-home-{language}")
    printed = to_pdf([folder / typed[-1][1]], folder)[0]
    text = subprocess.run(["pdftotext", printed, "-"], check=True, capture_output=True).stdout
    pages = [page.split("\n") for page in text.decode().split("\f")]
    for name, title in TOUR[language].items():
        page = next(at for at, lines in enumerate(pages, 1) if title in lines[:4])
        _picture(printed, page, f"first-hour-{name}-{language}")


def _with_us(environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, "PYTHONPATH": str(HERE)}


def _picture(printed: Path, page: int, name: str) -> None:
    """A page as a picture of few colours, as small as its letters allow."""
    stem = printed.with_name(name)
    wanted = ["-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", "110", "-png", *wanted, printed, stem], check=True)
    few = ["+dither", "-colors", "48"] if name.startswith("first-hour") else []
    target = IMAGES / f"{name}.png"
    subprocess.run(["convert", stem.with_suffix(".png"), *_TRIMMED, *few, target], check=True)


if __name__ == "__main__":
    sys.exit(main())
