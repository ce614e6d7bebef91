"""Takes from workbooks that Excel saved how Excel writes them, into tests/golden/excel-forms.json.

    python scripts/excel_forms.py FOLDER...

Made from the folder `xlsxwriter/test/comparison/xlsx_files` of
https://github.com/jmcnamara/XlsxWriter, whose author saved these workbooks with Excel to compare
with (980), and from the workbooks that Excel 2010 and later saved (498) in apache/poi,
exceljs/exceljs, tafia/calamine, qax-os/excelize, PHPOffice/PhpSpreadsheet, dotnet/Open-XML-SDK and
EPPlusSoftware/EPPlus. The forms alone are kept, no workbook.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from excelforms import LEAST, forms_of, roots  # noqa: E402

FORMS = ROOT / "tests" / "golden" / "excel-forms.json"
_ALL_EXCEL = "xlsx_files"
_BY_HAND = b'"inlineStr"'
"""Excel never writes a text inside its cell."""
_EXCEL = re.compile(
    rb"<Application>Microsoft (Macintosh )?Excel</Application>.*<AppVersion>1[4-9]\.", re.S
)
_FILE_VERSION = re.compile(rb'<fileVersion [^>]*appName="xl"[^>]*rupBuild=')


def packages(folder: Path) -> Iterator[dict[str, bytes]]:
    """The parts of each workbook of a folder that Excel saved."""
    for path in sorted(folder.rglob("*.xls[xm]")):
        parts = _parts(path)
        if parts and (folder.name == _ALL_EXCEL or _saved_by_excel(parts)) and not _by_hand(parts):
            yield parts


def _parts(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        roots(parts)
    except (
        zipfile.BadZipFile,
        ParseError,
        RuntimeError,
        NotImplementedError,
        OSError,
        UnicodeError,
        ValueError,
        LookupError,
    ):
        return {}
    return parts


def _by_hand(parts: dict[str, bytes]) -> bool:
    return any(_BY_HAND in data for name, data in parts.items() if "/worksheets/" in name)


def _saved_by_excel(parts: dict[str, bytes]) -> bool:
    told, book = parts.get("docProps/app.xml", b""), parts.get("xl/workbook.xml", b"")
    return bool(_EXCEL.search(told) and _FILE_VERSION.search(book))


def main(*folders: str) -> None:
    """Write the forms, one kind of element a line."""
    forms = forms_of(package for folder in folders for package in packages(Path(folder)))
    told = {key: form.told() for key, form in sorted(forms.items()) if form.files >= LEAST}
    lines = [
        f"{json.dumps(key)}: "
        f"{json.dumps(form, ensure_ascii=False, separators=(',', ':'), sort_keys=True)}"
        for key, form in told.items()
    ]
    FORMS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
