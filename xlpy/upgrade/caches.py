"""Adjusts what a workbook stores about its sheets to the sheets that were added."""

import re
from contextlib import suppress
from hashlib import sha256

from xlpy.core.issues import FileError
from xlpy.ooxml.package import Package
from xlpy.ooxml.titles import range_names, true_titles
from xlpy.ooxml.xmlparts import spliced, with_attribute
from xlpy.upgrade.entries import listed_sheets

_OUR_THEMES = {"2e792afdb0e425092ed2e97f098b1de67ed7ce00b9b9b3882bc37ddcd8b72989"}
"""The themes that earlier programs wrote, by their bytes; any other is the user's."""
_OUR_WINDOWS = {("360000", "210000")}
"""Sizes of the window that earlier programs wrote: larger than any screen."""
_SIZES = ("windowWidth", "windowHeight")
_SHARED = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?t\s*=\s*["']s["']""")


def renew_caches(package: Package, model: Package) -> None:
    """Stage true lists of sheets and names, true counts of shared texts, and a new workbook's
    theme and window.

    The theme and the window's size are renewed only where they are as an earlier program wrote
    them.
    """
    _renew_theme(package, model)
    _renew_window(package, model)
    _renew_titles(package)
    _count_texts(package)


def _part(package: Package, source: str, kind: str) -> str:
    """The part of a kind that a part (empty: the package) leads to; empty when there is none."""
    return next(
        (r.part for r in package.relationships(source) if r.kind == kind and package.has(r.part)),
        "",
    )


def _renew_theme(package: Package, model: Package) -> None:
    part, new = (_part(each, each.workbook, "theme") for each in (package, model))
    if part and new and sha256(package.data(part)).hexdigest() in _OUR_THEMES:
        package.put(part, model.data(new))


def _renew_window(package: Package, model: Package) -> None:
    new = next(e.attributes for e in model.elements(model.workbook) if e.name == "workbookView")
    data = package.data(package.workbook)
    edits = [
        with_attribute(data, element, name, new[name])
        for element in package.elements(package.workbook)
        if element.name == "workbookView"
        and tuple(element.attributes.get(n) for n in _SIZES) in _OUR_WINDOWS
        for name in _SIZES
    ]
    if edits:
        package.put(package.workbook, spliced(data, edits))


def _renew_titles(package: Package) -> None:
    part = _part(package, "", "extended-properties")
    if part:
        worksheets = [sheet.name for sheet in package.sheets]
        all_sheets = [e.attributes.get("name", "") for e in listed_sheets(package)]
        others = [name for name in all_sheets if name not in worksheets]
        ranges = range_names(package.elements(package.workbook))
        # Properties that cannot be read hold up no upgrade: no figure depends on them.
        with suppress(FileError):
            package.put(part, true_titles(package.data(part), worksheets, others, ranges))


def _count_texts(package: Package) -> None:
    """Texts that no cell shows any more may stay: what counts them is true, and cells know them by
    number.
    """
    part = _part(package, package.workbook, "sharedStrings")
    if not part:
        return
    data = package.data(part)
    used = sum(len(_SHARED.findall(package.data(sheet.part))) for sheet in package.sheets)
    texts = len(re.findall(rb"<(?:\w+:)?si[\s/>]", data))
    head = re.search(rb"<(?:\w+:)?sst\b[^<>]*>", data)
    if head:
        tag = re.sub(rb'(\scount\s*=\s*["\'])\d+', rb"\g<1>%d" % used, head[0])
        tag = re.sub(rb'(\suniqueCount\s*=\s*["\'])\d+', rb"\g<1>%d" % texts, tag)
        package.put(part, spliced(data, [(head.start(), head.end(), tag)]))
