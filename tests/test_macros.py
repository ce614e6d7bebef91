"""VBA and ribbon: the text and the binary agree, nothing runs by itself, every button and function
has its macro.
"""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import olefile
import pytest
from bookdump import BOOK

import macros as buttons_py
import udfs
from xlpy.actions.buttons import ACTIONS, BUTTONS
from xlpy.build import made
from xlpy.build.book import CONF, TEXTS, sheet_plan
from xlpy.build.macros import (
    FOLDER,
    RIBBON_PART,
    function_wrappers,
    ribbon_callbacks,
    ribbon_xml,
    sources,
    stored_project,
    vba_project,
)
from xlpy.build.macrosheets import SETTINGS, WORDS
from xlpy.desk.buttons import GROUPS
from xlpy.excel.functions import MARK
from xlpy.functions import FUNCTIONS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools calls its parser by names of yesterday
    from oletools.mraptor import MacroRaptor
    from oletools.olevba import VBA_Parser, decompress_stream

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
ICONS = {
    "CellsInsertSmart", "ChartTypeColumnInsertGallery", "ConditionalFormattingIconSetsGallery", "ErrorChecking",  # noqa: E501
    "FileCheckIn", "FileDocumentInspect", "FileMarkAsFinal", "FilePermissionRestrictMenu",
    "FilePermissionUnrestricted", "FilePrintPreview", "FileSaveACopy", "FileSaveAsPdfOrXps",
    "FileViewDigitalSignatures", "FormulaEvaluate",
    "FunctionWizard", "GetExternalDataImportClassic", "Help", "Lock", "PrintTitles", "ReviewAllowUsersToEditRanges",  # noqa: E501
    "FormatCellsDialog", "WindowUnhide",
    "SheetRowsInsert", "SignatureLineInsert", "TraceError", "Translate", "Undo",
}  # fmt: skip
"""Icons that Microsoft lists for Excel 2013, 2016, 2019 and 365 alike
(office-fluent-ui-command-identifiers).
"""


@pytest.fixture(scope="module")
def modules() -> dict[str, str]:
    """Name → source of every module inside the workbook, as olevba finds them."""
    with zipfile.ZipFile(BOOK) as package:
        parser = VBA_Parser("vbaProject.bin", data=package.read("xl/vbaProject.bin"))
    return {name: code for _, _, name, code in parser.extract_macros()}


def lines(text: str) -> list[str]:
    """A module's lines without the attributes that its text and its stream state differently."""
    return [
        line
        for line in text.splitlines()
        if not re.match(r"Attribute VB_|VERSION |BEGIN$|END$|  MultiUse", line)
    ]


def test_every_module_in_the_workbook_is_the_text_in_the_repository(modules):
    for name, text in sources().items():
        ending = "cls" if name == "Dictionary" else "bas"
        assert lines(text) == lines(modules[f"{name}.{ending}"]), name


def test_the_workbook_has_no_module_but_ours_and_those_of_its_sheets(modules):
    sheets = {f"{code}.cls" for _, code, _ in sheet_plan()} | {"ThisWorkbook.cls"}
    ours = {f"{name}.bas" for name in sources() if name != "Dictionary"} | {"Dictionary.cls"}
    assert sheets | ours == set(modules)
    assert [name for name in sheets if lines(modules[name])] == []


def directory(project: bytes) -> bytes:
    with olefile.OleFileIO(
        io.BytesIO(project), raise_defects=olefile.DEFECT_POTENTIAL
    ) as container:
        assert container.parsing_issues == []
        return decompress_stream(bytearray(container.openstream("VBA/dir").read()))


def records(found: bytes) -> Iterator[tuple[int, int]]:
    """Each record of a directory stream and where it ends, as [MS-OVBA] 2.3.4.2 has them."""
    place = 0
    while place < len(found):
        record, size = struct.unpack_from("<HI", found, place)
        place += 6 + (6 if record == 0x0009 else size)
        yield record, place


def test_the_projects_directory_ends_with_its_terminator_and_counts_its_modules(modules):
    found = directory(stored_project())
    every = list(records(found))
    assert every[-1] == (0x0010, len(found))
    assert [record for record, _ in every].count(0x0019) == len(modules)
    # A directory with bytes behind its end is noticed.
    assert list(records(found + bytes(6)))[-1][0] == 0


def test_the_stored_project_is_made_from_the_text():
    """Mend with: python -m xlpy.build.macros"""
    assert stored_project() == vba_project(code for _, code, _ in sheet_plan())


def test_the_generated_modules_are_what_the_lists_of_functions_and_buttons_say():
    """Mend with: python -m xlpy.build.macros"""
    assert (FOLDER / "TdFunctions.bas").read_text("ascii") == function_wrappers()
    assert (FOLDER / "TdRibbon.bas").read_text("ascii") == ribbon_callbacks()


def test_xlwings_module_and_class_are_those_of_the_pinned_xlwings():
    xlwings = pytest.importorskip(
        "xlwings", reason="xlwings is not installed; its module was NOT compared"
    )
    folder = Path(xlwings.__file__).parent
    for own, theirs in (("xlwings.bas", "xlwings.bas"), ("Dictionary.cls", "addin/Dictionary.cls")):
        assert (folder / theirs).read_text("utf-8").splitlines() == (FOLDER / own).read_text(
            "ascii"
        ).splitlines()
    assert f'XLWINGS_VERSION As String = "{xlwings.__version__}"' in sources()["xlwings"]


def test_all_vba_is_ascii_and_no_line_is_longer_than_vba_takes():
    texts = sources()
    assert [name for name, text in texts.items() if not text.isascii()] == []
    long = [
        (name, line)
        for name, text in texts.items()
        for line in text.splitlines()
        if len(line) > 1023
    ]
    assert long == []


def test_no_macro_runs_by_itself(modules):
    code = "\n".join(modules.values())
    raptor = MacroRaptor(code)
    raptor.scan()
    assert (raptor.autoexec, raptor.suspicious) == (False, False)
    assert (
        re.findall(r"(?i)\bSub (Auto_?\w+|Workbook_\w+|Worksheet_\w+|Document_\w+)\b", code) == []
    )


def test_every_block_of_vba_that_is_ours_is_closed():
    """A reading by hand of what the editor of VBA would refuse first: blocks that do not match."""
    for name in ("TradeDept", "TdFunctions", "TdRibbon"):
        open_blocks: list[str] = []
        for line in sources()[name].replace(" _\n", " ").splitlines():
            code = line.split("'")[0].strip() if '"' not in line else line.strip()
            if match := re.match(r"(?:Public |Private )?(Function|Sub) ", code):
                open_blocks.append(match[1])
            elif re.match(r"If .* Then$", code):
                open_blocks.append("If")
            elif match := re.match(r"(For|Select|Do) ", code):
                open_blocks.append(match[1])
            elif match := re.match(r"End (Function|Sub|If|Select)$", code):
                assert open_blocks.pop() == match[1], (name, line)
            elif code.startswith(("Next ", "Next")) and re.match(r"Next \w+$", code):
                assert open_blocks.pop() == "For", (name, line)
        assert open_blocks == [], name


def test_every_function_has_a_wrapper_with_its_arguments_in_order():
    found = dict(
        re.findall(r"Public Function (TD_\w+)\((.*)\) As Variant", sources()["TdFunctions"])
    )
    assert list(FUNCTIONS) == list(found)
    for name, function in FUNCTIONS.items():
        declared = [part.startswith("Optional ") for part in found[name].split(", ")]
        assert [argument.optional for argument in function.arguments] == declared, name


def test_a_wrapper_calls_the_function_of_its_name_in_udfs_py():
    called = re.findall(r'(TD_\w+) = TdCall\("(TD_\w+)"', sources()["TdFunctions"])
    assert [one for one, other in called if one != other] == []
    assert [name for name, _ in called if not hasattr(udfs, name)] == []


def test_arguments_bear_no_name_that_vba_keeps_for_itself():
    words = (
        "and as boolean byref byte byval call case const currency date decimal declare dim do "
        "double each else end"
    )
    words += (
        " enum error event exit false for function get global if in integer is let like long "
        "loop me mod new next"
    )
    words += (
        " not nothing null object on option optional or private property public resume select "
        "set single static"
    )
    words += " step stop string sub then time to true type until variant wend while with xor"
    names = re.findall(r"(\w+) As ", sources()["TdFunctions"])
    assert sorted(set(map(str.casefold, names)) & set(words.split())) == []


def test_every_button_is_in_the_ribbon_once_with_its_texts_an_icon_of_excel_and_a_callback():
    root = ElementTree.fromstring(ribbon_xml())
    found = list(root.iter(f"{SPACE}button"))
    assert [button.label for key, *_ in GROUPS for button in BUTTONS if button.group == key] == [
        element.get("label") for element in found
    ]
    assert (
        len({element.get("id") for element in root.iter() if element.get("id")})
        == len(found) + len(GROUPS) + 1
    )
    assert {element.get("imageMso") for element in found} <= ICONS
    assert all(
        len(element.get("supertip")) <= 1024 and element.get("screentip") for element in found
    )
    subs = re.findall(r"Public Sub (\w+)\(control As IRibbonControl\)", sources()["TdRibbon"])
    assert [f"TdRibbon.{sub}" for sub in sorted(subs)] == sorted(
        element.get("onAction") for element in found
    )


def test_every_group_of_the_ribbon_has_a_button():
    assert {key for key, *_ in GROUPS} == {button.group for button in BUTTONS}


def test_every_button_that_asks_python_has_a_function_in_macros_py_and_an_action():
    asked = {button.key for button in BUTTONS if not button.host}
    pressed = set(re.findall(r'TdPress "(\w+)"', sources()["TdRibbon"]))
    assert (
        asked
        == pressed
        == set(ACTIONS)
        == {key for key in asked if callable(getattr(buttons_py, key, None))}
    )


@pytest.mark.parametrize("name", made.MADE)
def test_what_is_made_from_declarations_is_made_anew(name):
    assert (made.ROOT / name).read_text("utf-8") == made.MADE[name]()


def test_what_vba_says_stands_on_the_sheet_of_texts():
    asked = set(re.findall(r'TdText\("(\w+)"\)', sources()["TradeDept"]))
    assert asked == set(WORDS)


def test_vba_and_python_agree_on_the_mark_of_an_error():
    assert (MARK, 'Chr$(2) & "TD"' in sources()["TradeDept"]) == ("\x02TD", True)


def test_the_sheet_of_settings_is_the_one_that_xlwings_looks_for_and_holds_no_empty_value():
    assert CONF == "xlwings.conf" and all(SETTINGS.values())
    assert (
        '.conf"' in sources()["xlwings"]
        and 'PROJECT_NAME As String = "xlwings"' in sources()["xlwings"]
    )
    assert SETTINGS["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


def test_no_sheet_is_named_like_a_python_file():
    """xlwings would take it for code that it may only run with a licence."""
    assert [name for name, _, _ in sheet_plan() if name.endswith(".py")] == []
    assert TEXTS in [name for name, _, _ in sheet_plan()]


def test_the_package_has_the_ribbon_and_points_to_it():
    with zipfile.ZipFile(BOOK) as package:
        assert package.read(RIBBON_PART).decode() == ribbon_xml()
        relations = package.read("_rels/.rels").decode()
    assert relations.count(f'Target="{RIBBON_PART}"') == 1


@pytest.fixture
def excel():
    """pyOpenVBA's stand-in for Excel with our module in it: a reading of the VBA, not a proof that
    Excel takes it.
    """
    from pyopenvba.apps.excel import ExcelApplication

    app = ExcelApplication()
    app.add_workbook()
    # What the module asks of xlwings' module, and a way in to what is private.
    app.add_module(
        'Public Function XLPy() As Object\nErr.Raise 1000, , "no DLL"\nEnd Function', name="xlwings"
    )
    way_in = (
        '\nPublic Function Results(found As Variant) As Variant\nResults = TdResults(found, "")\n'
        "End Function\n"
    )
    # It knows no Application.Caller.
    own = sources()["TradeDept"].replace("Application.Caller.Cells(1, 1)", 'Range("A1")')
    app.add_module(own.replace("Application.Caller)", "Nothing)") + way_in, name="TradeDept")
    app.add_module(sources()["TdFunctions"], name="TdFunctions")
    return app


@pytest.mark.parametrize("name", ["TradeDept", "TdFunctions", "TdRibbon", "Dictionary"])
def test_every_module_parses_as_vba(name):
    from pyopenvba.interpreter import parse_module

    text = sources()[name]
    if name == "Dictionary":
        text = text.partition("Attribute VB_Description")[2].partition("\n")[2]
    # The reader takes no comments behind #Const and #If, which VBA does.
    assert parse_module(text, name=name, kind="class" if name == "Dictionary" else "standard")


def test_marked_results_become_errors_of_excel_wherever_they_stand(excel):
    source = """
Public Function Try() As String
    Dim mark As String, found As Variant, row As Variant, grid(0 To 1, 0 To 1) As Variant
    mark = Chr$(2) & "TD#NUM!" & Chr$(2) & "because"
    Try = CStr(Results(5)) & CStr(IsError(Results(mark))) & CStr(Results("text"))
    row = Results(Array(1, mark, "b"))
    Try = Try & "|" & CStr(row(0)) & CStr(row(1)) & row(2)
    grid(0, 0) = 1: grid(0, 1) = mark: grid(1, 0) = "c": grid(1, 1) = 4
    found = Results(grid)
    Try = Try & "|" & CStr(found(0, 0)) & CStr(found(0, 1)) & found(1, 0) & CStr(found(1, 1))
End Function
"""
    excel.add_module(source, name="Trying")
    assert excel.run("Try") == "5Truetext|1Error 2036b|1Error 2036c4"


def test_without_python_a_function_is_an_error_and_never_a_text(excel):
    excel.add_module(
        "Public Function Fails() As Boolean\nFails = IsError(TD_RMB(5))\nEnd Function",
        name="Failing",
    )
    assert excel.run("Fails") is True


def test_why_tells_the_reason_of_a_cells_error_and_nothing_where_there_is_none(excel):
    source = """
Public Function Asked() As String
    Range("A1").Formula = "=TD_RMB(5)"
    Range("B1").Formula = "=1/0"
    Range("C1").Value = 5
    TD_RMB 5
    Asked = TD_WHY(Range("A1")) & "|" & TD_WHY(Range("B1")) & "|" & TD_WHY(Range("C1"))
End Function
"""
    excel.add_module(source, name="Asking")
    # Without the sheet of texts, a text's key stands for it.
    assert excel.run("Asked") == "python\nno DLL|other|"


SERVER = """
Public Asked As Long
Public Function CallUDF(module, name, arguments, book, caller)
    Asked = Asked + 1
    If Asked = 3 Then Err.Raise 462, , "the remote server does not exist"
    CallUDF = name & Asked
End Function
"""


def test_the_python_at_work_is_kept_and_one_that_ended_is_followed_by_another(excel):
    """xlwings reads nineteen settings to find it. The third call meets a server that is gone."""
    own = sources()["TradeDept"].replace("Application.Caller.Cells(1, 1)", 'Range("A1")')
    found = (
        "Public Found As Long\nPublic Function XLPy() As Object\nFound = Found + 1\nSet XLPy = "
        "New Server\nEnd Function"
    )
    excel.add_module(SERVER, name="Server", kind="class")
    excel.add_module(found, name="xlwings")
    excel.add_module(own.replace("Application.Caller)", "Nothing)"), name="TradeDept")
    source = """
Public Function Four() As String
    Four = TD_RMB(1) & TD_RMB(2) & TD_RMB(3) & TD_RMB(4) & Found
End Function
"""
    excel.add_module(source, name="Counting")
    assert excel.run("Four") == "TD_RMB1TD_RMB2TD_RMB1TD_RMB22"


def test_why_of_a_cell_that_shows_a_part_is_told_by_the_cell_that_it_is_from(excel):
    source = """
Public Function Asked() As String
    Range("B1").Value = "#NUM! because"
    Range("A1").Formula = "=IF(LEFT(B1)=""#"",1/0,B1)"
    Asked = TD_WHY(Range("A1"))
End Function
"""
    excel.add_module(source, name="Parting")
    assert excel.run("Asked") == "because"
