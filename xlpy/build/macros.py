"""The workbook's macros and ribbon tab: VBA from its text, the ribbon's XML from the list of
buttons.

`python -m xlpy.build.macros` writes the generated modules and the compiled-to-be project anew; it
needs pyOpenVBA. A workbook is built from the stored project, so that whoever builds one needs
nothing more.
"""

import re
import struct
import tempfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from xlpy.actions.buttons import BUTTONS
from xlpy.build.speech import Label, in_language
from xlpy.desk.buttons import GROUPS, TAB
from xlpy.functions import FUNCTIONS, REFERENCE

FOLDER = Path(__file__).parent / "vba"
PROJECT = FOLDER / "vbaProject.bin"
MODULES = ("xlwings", "TradeDept", "TdFunctions", "TdRibbon")
CLASSES = ("Dictionary",)
"""The module of xlwings needs the class on macOS."""

_RESERVED = {"date": "on_date", "currency": "currency_code"}
"""Arguments whose names VBA keeps for itself."""
_HEAD = "' Written by xlpy.build.macros from the list of {what}; changes are lost.\n"

_VERSION, _TERMINATOR = 0x0009, 0x0010
"""Records of the directory stream ([MS-OVBA] 2.3.4.2)."""
# [MS-OVBA] 2.3.4.1: a project without compiled code says so by version 0xFFFF; Office compiles it
# from the source.
_NOT_COMPILED = b"\xcc\x61\xff\xff\x00\x00\x00"

PROJECT_PART = "xl/vbaProject.bin"
RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_SPACE = "http://schemas.microsoft.com/office/2009/07/customui"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def function_wrappers() -> str:
    """The module with one function of VBA per function for cells."""
    wrapped = [_wrapper(function) for function in FUNCTIONS.values()]
    head = 'Attribute VB_Name = "TdFunctions"\nOption Explicit\n\n' + _HEAD.format(what="functions")
    return "\n".join([head, *wrapped])


def _wrapper(function) -> str:
    if function.repeats:
        return _repeating_wrapper(function)
    names = [_RESERVED.get(argument.name, argument.name) for argument in function.arguments]
    declared = [
        f"{'Optional ' if argument.optional else ''}{name} As "
        f"{'Range' if argument.shape == REFERENCE else 'Variant'}"
        for argument, name in zip(function.arguments, names, strict=True)
    ]
    call = (
        f'TdCall("{function.name}", Array({", ".join(names)}))'
        if function.compute
        else f"TdWhy({names[0]})"
    )
    return (
        f"Public Function {function.name}({', '.join(declared)}) As Variant\n"
        f"    {function.name} = {call}\n"
        "End Function\n"
    )


def _repeating_wrapper(function) -> str:
    """One whose last argument may be given any number of times."""
    *first, last = (_RESERVED.get(argument.name, argument.name) for argument in function.arguments)
    declared = [*(f"{name} As Variant" for name in first), f"ParamArray {last}() As Variant"]
    return f"""Public Function {function.name}({", ".join(declared)}) As Variant
    Dim given() As Variant, place As Long
    given = Array({", ".join(first)})
    ReDim Preserve given(0 To UBound({last}) + {len(first)})
    For place = 0 To UBound({last})
        given(place + {len(first)}) = {last}(place)
    Next place
    {function.name} = TdCall("{function.name}", given)
End Function
"""


def ribbon_callbacks() -> str:
    """The module with one callback per button."""
    head = 'Attribute VB_Name = "TdRibbon"\nOption Explicit\n\n' + _HEAD.format(what="buttons")
    return "\n".join([head, *map(_callback, BUTTONS)])


def _callback(button) -> str:
    call = button.host or f'TdPress "{button.key}"'
    return f"Public Sub {button.callback}(control As IRibbonControl)\n    {call}\nEnd Sub\n"


def ribbon_xml() -> str:
    """The ribbon's tab: groups and buttons with labels, screen tips and icons."""
    groups = "".join(_group(key, str(Label(zh, en))) for key, zh, en in GROUPS)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{_RIBBON_SPACE}"><ribbon><tabs>\n'
        f'<tab id="tabTradeDept" label={quoteattr(in_language(TAB))}>\n{groups}</tab>\n'
        "</tabs></ribbon></customUI>\n"
    )


def _group(key: str, label: str) -> str:
    buttons = "".join(_button(button) for button in BUTTONS if button.group == key)
    return f'<group id="grp{key.title()}" label={quoteattr(label)}>\n{buttons}</group>\n'


def _button(button) -> str:
    label, tip = Label(button.zh, button.en), Label(button.tip_zh, button.tip_en).apart(" ")
    return (
        f'<button id="btn{button.callback[2:]}" label={quoteattr(str(label))} '
        f'imageMso="{button.icon}" '
        f'size="{"large" if button.large else "normal"}" screentip={quoteattr(str(label))} '
        f'supertip={quoteattr(tip)} onAction="TdRibbon.{button.callback}"/>\n'
    )


def add_ribbon(parts: dict[str, bytes]) -> None:
    """Put the ribbon's tab into a package's parts."""
    parts[RIBBON_PART] = ribbon_xml().encode()
    relations = parts["_rels/.rels"].decode()
    relation = f'<Relationship Id="rIdRibbon" Type="{RIBBON_RELATION}" Target="{RIBBON_PART}"/>'
    parts["_rels/.rels"] = relations.replace(
        "</Relationships>", f"{relation}</Relationships>"
    ).encode()


def sources() -> dict[str, str]:
    """Every module and class of ours by name, as its text is kept."""
    found = {name: (FOLDER / f"{name}.bas").read_text("ascii") for name in MODULES}
    return found | {name: (FOLDER / f"{name}.cls").read_text("ascii") for name in CLASSES}


def stored_project() -> bytes:
    """The project as it is kept beside its text; a test says when it is stale."""
    return PROJECT.read_bytes()


def vba_project(code_names: Iterable[str]) -> bytes:
    """The project made from its text, with a document module for the workbook and for each sheet's
    code name.

    Needs pyOpenVBA. Raises ValueError for a source that is not ASCII.
    """
    from pyopenvba import ExcelFile, VBAModuleKind

    texts = sources()
    if strange := [name for name, text in texts.items() if not text.isascii()]:
        raise ValueError(f"VBA must be ASCII, or it breaks on other languages' Windows: {strange}")
    with tempfile.TemporaryDirectory() as folder:
        shell = Path(folder) / "shell.xlsm"
        shell.write_bytes(_shell(code_names))
        with ExcelFile(shell) as file:
            project = file.add_vba_project()
            for name, text in texts.items():
                kind = VBAModuleKind.other if name in CLASSES else VBAModuleKind.standard
                project.add_module(name, stream_form(text, kind is VBAModuleKind.other), kind=kind)
            file.save(Path(folder) / "out.xlsm")
        return saved_project(Path(folder) / "out.xlsm")


def saved_project(path: Path) -> bytes:
    """The project of a workbook that pyOpenVBA saved; Office compiles it anew."""
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import compress, decompress

    container = CFB.from_bytes(_part(path, PROJECT_PART))
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", _NOT_COMPILED)
    directory = decompress(container.get_stream_in_storage("VBA", "dir"))
    container.write_stream_in_storage("VBA", "dir", compress(directory[: directory_end(directory)]))
    return container.to_bytes()


def directory_end(directory: bytes) -> int:
    """Where the directory stream ends: behind its terminator and the four reserved bytes
    ([MS-OVBA] 2.3.4.2).

    pyOpenVBA writes four bytes more. Raises ValueError for a stream without its terminator.
    """
    place = 0
    while place + 6 <= len(directory):
        record, size = struct.unpack_from("<HI", directory, place)
        if record == _TERMINATOR:
            return place + 6
        # The version's size says 4 where 6 bytes follow.
        place += 6 + (6 if record == _VERSION else size)
    raise ValueError("the directory stream has no terminator")


def stream_form(text: str, is_class: bool) -> str:
    """A module as the project holds it: lines that end as in Windows, a class with its full
    header.
    """
    if is_class:
        from pyopenvba import synthesize_class_header

        name = re.search(r'^Attribute VB_Name = "(\w+)"$', text, re.M)[1]
        body = re.sub(r"\A.*^(?=Attribute VB_Name)", "", text, flags=re.M | re.S)
        body = re.sub(r"^Attribute VB_\w+ = .*\n", "", body, flags=re.M)
        text = synthesize_class_header(name).replace("\r\n", "\n") + body
    return text.replace("\n", "\r\n")


def _shell(code_names: Iterable[str]) -> bytes:
    """A workbook with nothing but sheets of those code names."""
    import io

    from xlsxwriter import Workbook

    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    workbook.set_vba_name("ThisWorkbook")
    for code_name in code_names:
        workbook.add_worksheet(code_name).set_vba_name(code_name)
    workbook.close()
    return out.getvalue()


def _part(path: Path, name: str) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as package:
        return package.read(name)


def main() -> None:
    """Write the generated modules and the project anew."""
    from xlpy.build.book import sheet_plan

    (FOLDER / "TdFunctions.bas").write_text(function_wrappers(), "ascii")
    (FOLDER / "TdRibbon.bas").write_text(ribbon_callbacks(), "ascii")
    PROJECT.write_bytes(vba_project(code for _, code, _ in sheet_plan()))


if __name__ == "__main__":
    main()
