"""The macros and the ribbon of this version in a workbook: ours renewed, modules and tabs of users
kept.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import ZipFile

from xlpy.build.macros import (
    CLASSES,
    MODULES,
    PROJECT_PART,
    RIBBON_PART,
    RIBBON_RELATION,
    ribbon_xml,
    saved_project,
    sources,
    stored_project,
    stream_form,
)
from xlpy.core.issues import FileError
from xlpy.core.matches import certain
from xlpy.core.text import Text
from xlpy.ooxml.package import CONTENT_TYPES, Package, rels_of
from xlpy.ooxml.xmlparts import prefix_of, removal, spliced, with_attribute
from xlpy.upgrade.fresh import no_room, temporary_folder
from xlpy.upgrade.parts import Types, append

PROJECT_TYPE = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_TAB = "tabTradeDept"
_NOTHING = re.compile(r"(?im)^\s*(?:Attribute\s.*|Option\s.*|'.*|Rem\s.*)?$\n?")


def lacks_macros(package: Package) -> bool:
    """Whether a workbook that can hold macros has none, as when it was an .xlsx before."""
    kinds = {r.kind for r in package.relationships(package.workbook)}
    return package.path.suffix.casefold() == ".xlsm" and "vbaProject" not in kinds


def renew_macros(package: Package) -> list[str]:
    """Stage our modules and our ribbon tab; the names of the modules of the user's that stayed
    come back.

    A workbook without macros (.xlsx) gets none. Raises FileError for a project that cannot be read.
    """
    if package.path.suffix.casefold() != ".xlsm":
        return []
    part = next(
        (r.part for r in package.relationships(package.workbook) if r.kind == "vbaProject"), ""
    )
    kept: list[str] = []
    if part:
        project, kept = _renewed(package, package.data(part))
        package.put(part, project)
    else:
        _add_project(package)
    _name_workbook(package)
    _renew_ribbon(package)
    return kept


def _add_project(package: Package) -> None:
    folder = package.workbook.rpartition("/")[0]
    part = f"{folder}/vbaProject.bin".lstrip("/")
    package.put(part, stored_project())
    types = Types(package)
    types.add(part, "application/vnd.ms-office.vbaProject")
    types.stage()
    tag = f'Relationship Id="rIdTdMacros" Type="{PROJECT_TYPE}" Target="vbaProject.bin"/'
    append(package, rels_of(package.workbook), tag)
    data = package.data(CONTENT_TYPES)
    main = f"/{package.workbook}".casefold()
    stated = [
        e
        for e in package.elements(CONTENT_TYPES)
        if e.attributes.get("PartName", "").casefold() == main
    ]
    if stated and stated[0].attributes.get("ContentType") != _WITH_MACROS:
        package.put(
            CONTENT_TYPES,
            spliced(data, [with_attribute(data, stated[0], "ContentType", _WITH_MACROS)]),
        )


def _name_workbook(package: Package) -> None:
    """The workbook's own module has a name; the project knows it by that."""
    data, found = package.data(package.workbook), package.elements(package.workbook)
    given = next((e for e in found if e.name == "workbookPr"), None)
    if given is not None and "codeName" not in given.attributes:
        package.put(
            package.workbook,
            spliced(data, [with_attribute(data, given, "codeName", "ThisWorkbook")]),
        )


def _renewed(package: Package, data: bytes) -> tuple[bytes, list[str]]:
    """A project with our modules of this version; our own where nothing of the user's is in it."""
    with _project(package, data) as (file, path):
        project = file.vba_project()
        ours = {name.casefold() for name in (*MODULES, *CLASSES)}
        theirs = [
            m.name
            for m in project.modules
            if m.name.casefold() not in ours and _NOTHING.sub("", m.source).strip()
        ]
        if not theirs:
            return stored_project(), []
        from pyopenvba import VBAModuleKind

        there = {m.name.casefold(): m.name for m in project.modules}
        for name, text in sources().items():
            is_class = name in CLASSES
            text = stream_form(text, is_class)
            if name.casefold() in there:
                file.set_module(there[name.casefold()], text)
            else:
                kind = VBAModuleKind.other if is_class else VBAModuleKind.standard
                project.add_module(name, text, kind=kind)
        file.save(path.with_name("out.xlsm"))
        return saved_project(path.with_name("out.xlsm")), theirs


@contextmanager
def _project(package: Package, data: bytes) -> Iterator[tuple]:
    """A project, opened in a workbook with nothing else; the path of that."""
    from pyopenvba import ExcelFile

    with temporary_folder() as folder:
        path = folder / "shell.xlsm"
        try:
            with ZipFile(path, "w") as shell:
                shell.writestr(PROJECT_PART, data)
            with ExcelFile(path) as file:
                yield file, path
        except OSError as failure:
            raise no_room(failure) from None
        except FileError:
            raise
        except Exception as failure:
            # The library has many ways to say that a project is damaged, protected or signed.
            raise FileError(
                Text(
                    f"“{package.path.name}”里的宏读不了（{failure}）；请在 Excel 里去掉宏的密码和"
                    "签名，再升级。",
                    f'The macros in "{package.path.name}" cannot be read ({failure}); remove '
                    "their password and signature "
                    f"in Excel, then upgrade.",
                )
            ) from None


def _renew_ribbon(package: Package) -> None:
    found = [
        e for e in package.elements("_rels/.rels") if e.attributes.get("Type") == RIBBON_RELATION
    ]
    if not found:
        part = _free_part(package)
        package.put(part, ribbon_xml().encode())
        types = Types(package)
        types.add(part, "")
        types.stage()
        append(
            package,
            "_rels/.rels",
            f'Relationship Id="rIdTdRibbon" Type="{RIBBON_RELATION}" Target="{part}"/',
        )
        return
    part = next(r.part for r in package.relationships("") if r.id == found[0].attributes.get("Id"))
    package.put(part, _with_our_tab(package, part))


def _free_part(package: Package) -> str:
    return RIBBON_PART if not package.has(RIBBON_PART) else "customUI/customUItd.xml"


def _with_our_tab(package: Package, part: str) -> bytes:
    """A ribbon's XML with our tab of this version instead of the older one, else after the user's
    tabs.
    """
    data, found = package.data(part), package.elements(part)
    tab = certain(re.search(r"<tab id=.*</tab>", ribbon_xml(), re.S))[0]
    ours = next((e for e in found if e.name == "tab" and e.attributes.get("id") == _TAB), None)
    prefix = prefix_of(data, found[0]).decode()
    tab = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", tab)
    if ours is not None:
        start, end, _ = removal(data, ours)
        return spliced(data, [(start, end, tab.encode())])
    tabs = next((e for e in found if e.name == "tabs"), None)
    if tabs is None or tabs.closing <= tabs.opened:
        raise FileError(
            Text(
                f"“{package.path.name}”的功能区（{part}）是别人的，不知道怎样加上外贸部的按钮；请"
                "先去掉它，再升级。",
                f'The ribbon of "{package.path.name}" ({part}) is not ours, and there is no '
                "place in it for our buttons; "
                f"take it out first, then upgrade.",
            )
        )
    return spliced(data, [(tabs.closing, tabs.closing, tab.encode())])
