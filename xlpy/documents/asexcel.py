"""What XlsxWriter writes otherwise than Excel does, put right in the parts of a package."""

import re
import zipfile
from pathlib import Path

_EMPTY_RESULT = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f(?: [^<>]*)?>[^<]*</f><v></v></c>)')
_INDENT_FIRST = re.compile(rb'( indent="[0-9]+")( wrapText="1")')
_COUNT = re.compile(rb'(<sst [^<>]*? count=")[0-9]+')


def as_excel_writes(parts: dict[str, bytes]) -> None:
    """Change the parts (name → bytes) where Excel would have written the same otherwise."""
    for name, data in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            # An empty text is a text: as a number without digits Excel may show it as 0 or as a day of 1900, and
            # some readers leave the formula out.
            parts[name] = _EMPTY_RESULT.sub(rb'\1 t="str"\2', data)
        elif name == "xl/styles.xml":
            parts[name] = _INDENT_FIRST.sub(rb"\2\1", data)
    texts = parts.get("xl/sharedStrings.xml")
    if texts:
        # Cells that were written twice had been counted twice.
        used = sum(data.count(b' t="s"') for name, data in parts.items() if name.startswith("xl/worksheets/sheet"))
        parts["xl/sharedStrings.xml"] = _COUNT.sub(rb"\g<1>%d" % used, texts, count=1)


def put_right(path: str | Path) -> None:
    """Write a package that XlsxWriter made as Excel would have written it."""
    with zipfile.ZipFile(path) as old:
        entries = old.infolist()
        parts = {entry.filename: old.read(entry) for entry in entries}
    as_excel_writes(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in entries:
            new.writestr(entry, parts[entry.filename])
