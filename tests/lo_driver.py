"""Drives LibreOffice for the tests; run by a Python that has `uno`. A line of JSON asks, a line of
JSON answers.

Every answer is {"ok": ...} or {"failed": traceback}.
"""

import json
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired

import lo_inside
import uno
import unohelper
from com.sun.star.awt import Size, XCallback
from com.sun.star.connection import NoConnectException
from com.sun.star.io import IOException
from com.sun.star.lang import DisposedException, IndexOutOfBoundsException
from com.sun.star.task import XInteractionHandler
from inside import Inside, with_macro

sys.path.insert(0, str(Path(__file__).parent.parent))

from xlpy.book.excel import OpenWorkbook
from xlpy.libreoffice import engine
from xlpy.libreoffice.desk import LibreOfficeDesk
from xlpy.libreoffice.dialogs import line_dialog, text_dialog
from xlpy.libreoffice.differences import from_json
from xlpy.libreoffice.session import Office, properties

XLSX = "Calc MS Excel 2007 XML"
LOADING = "/org.openoffice.Office.Calc/Formula/Load"
DOCUMENTS = {}
TYPED = {}
"""What the cells of workbooks hold, as long as nothing but that was asked since it was looked at:
after one button it is what is there before the next.
"""
KEPT = set()
"""The workbooks that are put back after a test."""


def start(program, profile, extension=""):
    """One with the extension, which is installed where the profile does not have it yet."""
    global office
    office = Office(Path(program), with_macro(profile))
    if extension:
        office.install(Path(extension))
    return office.process.pid


def inside(book, question, **arguments):
    """What is asked of a document inside LibreOffice (`lo_inside.py`), where it has our macro."""
    if isinstance(office, Running):
        return getattr(lo_inside, question)(DOCUMENTS[book], **arguments)
    if not hasattr(office, "inside"):
        office.inside = Inside(office, "lo_inside", Path(__file__).parent)
    return office.inside.ask(DOCUMENTS[book], question, **arguments)


def start_plain(program, profile):
    """One without the extension."""
    global office, of_its_own_accord
    office = Office(Path(program), with_macro(profile))
    of_its_own_accord = loading().OOXMLRecalcMode
    return office.process.pid


def computing(always):
    """Whether a workbook is computed anew when it is opened, or as LibreOffice does it of its own
    accord.
    """
    settings = loading()
    settings.OOXMLRecalcMode = 0 if always else of_its_own_accord
    settings.commitChanges()


def loading():
    """The settings of how workbooks are loaded."""
    provider = office.service("com.sun.star.configuration.ConfigurationProvider")
    service = "com.sun.star.configuration.ConfigurationUpdateAccess"
    return provider.createInstanceWithArguments(service, properties(nodepath=LOADING))


def attach(pipe):
    """Speak to a LibreOffice that runs with a window and lets others in by a pipe; whether it does
    by now.
    """
    global office
    with suppress(NoConnectException):
        office = Running(pipe)
        return True
    return False


class Running:
    """A LibreOffice that somebody else started and ends."""

    def __init__(self, pipe):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def stop(self):
        pass


def take(path):
    """Whether a workbook is open in a window that is shown; from then on questions can speak of it
    by its path.
    """
    url = Path(path).as_uri()
    for document in office.desktop.Components:
        if getattr(document, "URL", "") == url and document.CurrentController:
            DOCUMENTS[path] = document
            return bool(document.CurrentController.Frame.ContainerWindow.isVisible())
    return False


def places(book, names):
    """Where on the screen things of these names are, such as a menu: left, top, width and height,
    or None.
    """
    top = DOCUMENTS[book].CurrentController.Frame.ContainerWindow.AccessibleContext
    found = dict.fromkeys(names)

    def look(context, depth):
        name = context.AccessibleName
        if name in found and found[name] is None:
            at, size = context.getLocationOnScreen(), context.getSize()
            found[name] = [at.X, at.Y, size.Width, size.Height]
        for at in range(min(context.getAccessibleChildCount(), 100) if depth else 0):
            with suppress(DisposedException, IndexOutOfBoundsException):
                look(context.getAccessibleChild(at).AccessibleContext, depth - 1)

    look(top, 3)
    return [found[name] for name in names]


def cell_place(book, row, column):
    """Where on the screen a cell of the sheet in front is, by row and column from 0: left, top,
    width and height.
    """
    top = DOCUMENTS[book].CurrentController.Frame.ContainerWindow.AccessibleContext

    def grid(context, depth):
        if hasattr(context, "getAccessibleCellAt"):
            return context
        for at in range(min(context.getAccessibleChildCount(), 100) if depth else 0):
            with suppress(DisposedException, IndexOutOfBoundsException):
                found = grid(context.getAccessibleChild(at).AccessibleContext, depth - 1)
                if found:
                    return found
        return None

    cell = grid(top, 6).getAccessibleCellAt(row, column).AccessibleContext
    at, size = cell.getLocationOnScreen(), cell.getSize()
    return [at.X, at.Y, size.Width, size.Height]


def open_book(path, hidden=True, read_only=False):
    """Open a workbook; the name by which later questions speak of it."""
    DOCUMENTS[path] = office.open(Path(path), Hidden=hidden, ReadOnly=read_only)
    return path


def close_book(book):
    if book in KEPT:
        inside(book, "forget", path=book)
        KEPT.discard(book)
    DOCUMENTS.pop(book).close(True)


def keep(book):
    """Remember what a workbook is, to put it back."""
    inside(book, "keep", path=book)
    KEPT.add(book)


def put_back(book):
    """Put a workbook back to what it was when it was kept; whether that worked."""
    return inside(book, "put_back", path=book)


def recalculate(book):
    DOCUMENTS[book].calculateAll()


def write(book, sheet, area, values):
    """Put values into a range; texts that begin with = are formulas in LibreOffice's English
    grammar.
    """
    DOCUMENTS[book].Sheets.getByName(sheet).getCellRangeByName(area).setFormulaArray(
        tuple(map(tuple, values))
    )


def type_in(book, sheet, cell, text):
    """Type into a cell, so that it can be undone."""
    DOCUMENTS[book].Sheets.getByName(sheet).getCellRangeByName(cell).String = text


def add_sheet(book, name):
    DOCUMENTS[book].Sheets.insertNewByName(name, 0)


def name(book, name, area, sheet=None):
    """Give a range a name, in the workbook or in a sheet alone."""
    document = DOCUMENTS[book]
    names = (document if sheet is None else document.Sheets.getByName(sheet)).NamedRanges
    names.addNewByName(name, area, uno.createUnoStruct("com.sun.star.table.CellAddress"), 0)


def new_book(name):
    DOCUMENTS[name] = office.desktop.loadComponentFromURL(
        "private:factory/scalc", "_blank", 0, properties(Hidden=True)
    )
    return name


def press(book, button, answers=None):
    """Press a button with answers that lie ready: whether it did what it says, and what was
    said.
    """
    url = parsed(f"vnd.sun.star.job:alias=TradeDept-{button}")
    frame = DOCUMENTS[book].CurrentController.Frame
    frame.queryDispatch(url, "", 0).dispatch(url, properties(answers=json.dumps(answers or {})))
    return json.loads(office.service("tradedept.Buttons").execute(()))


def in_view(book, sheet, rows):
    """The names of the sheets in view, and which of a sheet's first rows are hidden."""
    sheets = DOCUMENTS[book].Sheets
    lines = sheets.getByName(sheet).Rows
    hidden = [at + 1 for at in range(rows) if not lines.getByIndex(at).IsVisible]
    return [[each.Name for each in sheets if each.IsVisible], hidden]


def press_alone(book, button):
    """Press a button with LibreOffice's own messages; without a screen they answer themselves,
    with no.
    """
    url = parsed(f"vnd.sun.star.job:alias=TradeDept-{button}")
    DOCUMENTS[book].CurrentController.Frame.queryDispatch(url, "", 0).dispatch(url, ())


def picker_folder(book):
    """Where LibreOffice's dialog to open a file begins, as our desk makes it ready."""
    return LibreOfficeDesk.of(DOCUMENTS[book], office.context).picker("t", "csv").DisplayDirectory


def dialogs(book, text):
    """What our own windows hold: the long text, the line's default."""
    window = DOCUMENTS[book].CurrentController.Frame.ContainerWindow
    long = text_dialog(office.context, window, "title", text)
    line = line_dialog(office.context, window, "title", "question", text)
    held = [long.getControl("text").Text, line.getControl("line").Text]
    for dialog in (long, line):
        dialog.dispose()
    return held


def question(book, prompt):
    """Of the window that asks: how high the prompt is and would have to be; what the keyboard
    reaches, in order.
    """
    window = DOCUMENTS[book].CurrentController.Frame.ContainerWindow
    dialog = line_dialog(office.context, window, "title", prompt, "answer")
    shown = dialog.getControl("prompt")
    size, peer = shown.PosSize, shown.Peer
    high = peer.calcAdjustedSize(Size(size.Width, 0)).Height
    reached = [
        control.Model.Name
        for control in dialog.Controls
        if getattr(control.Model, "Tabstop", False)
    ]
    dialog.dispose()
    return [size.Height, high, reached]


def text_size(book, text):
    """How much of the window in front the one with a long text takes, in width and height, and
    whether it wraps.
    """
    window = DOCUMENTS[book].CurrentController.Frame.ContainerWindow
    dialog = text_dialog(office.context, window, "title", text)
    outer, own, wraps = window.PosSize, dialog.PosSize, not dialog.getControl("text").Model.HScroll
    dialog.dispose()
    return [own.Width / outer.Width, own.Height / outer.Height, wraps]


def menu():
    """The menu and the toolbar as LibreOffice has them: pairs of address and title."""
    provider = office.service("com.sun.star.configuration.ConfigurationProvider")
    found = []
    for place, inner in (("OfficeMenuBar", "/Submenu"), ("OfficeToolBar", "")):
        which = "menu" if inner else "toolbar"
        path = f"/org.openoffice.Office.Addons/AddonUI/{place}/tradedept.calc.{which}{inner}"
        service = "com.sun.star.configuration.ConfigurationAccess"
        items = provider.createInstanceWithArguments(service, properties(nodepath=path))
        found.append(
            [[items.getByName(n).URL, items.getByName(n).Title] for n in items.ElementNames]
        )
    return found


def pixels(paths):
    """How large LibreOffice takes pictures to be: width and height in pixels."""
    provider = office.service("com.sun.star.graphic.GraphicProvider")
    found = [provider.queryGraphic(properties(URL=Path(path).as_uri())).SizePixel for path in paths]
    return [[size.Width, size.Height] for size in found]


def parsed(address):
    url = uno.createUnoStruct("com.sun.star.util.URL")
    url.Complete = address
    return office.service("com.sun.star.util.URLTransformer").parseStrict(url)[1]


def dispatch(book, command):
    """A command of LibreOffice's own, such as .uno:Save."""
    helper = office.service("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(DOCUMENTS[book].CurrentController.Frame, command, "", 0, ())
    if command == ".uno:Save" and book in KEPT:
        inside(book, "note_save", path=book)


def settle(book):
    """Let LibreOffice do what it has put off until it has nothing else to do."""
    done = threading.Event()

    class Told(unohelper.Base, XCallback):
        def notify(self, _):
            done.set()

    # Twice: what was put off may put something off itself.
    for _ in range(2):
        done.clear()
        office.service("com.sun.star.awt.AsyncCallback").addCallback(Told(), None)
        assert done.wait(60)


def select(book, sheet, area):
    document = DOCUMENTS[book]
    cells = document.Sheets.getByName(sheet).getCellRangeByName(area)
    document.CurrentController.setActiveSheet(document.Sheets.getByName(sheet))
    document.CurrentController.select(cells)


def selected(book):
    return DOCUMENTS[book].CurrentController.getSelection().AbsoluteName


def state(book):
    """What a button that fails or only reads leaves alone: what each sheet's cells hold as typed,
    as a digest, and all of `standing`.
    """
    if book not in TYPED:
        TYPED[book] = inside(book, "typed")
    return {"cells": TYPED[book], **inside(book, "standing")}


def modified(book):
    return DOCUMENTS[book].isModified()


def save(book):
    """Save the document where it is; what its bars say: kind -> text is not to be read back, so
    the kinds.
    """
    DOCUMENTS[book].store()
    if book in KEPT:
        inside(book, "note_save", path=book)
    return infobars(book)


def infobars(book):
    controller = DOCUMENTS[book].CurrentController
    return [
        kind for kind in ("info", "warning", "error") if controller.hasInfobar(f"tradedept.{kind}")
    ]


def failed_save(book, insisting=False):
    """What the bar of a save that must fail says; `insisting`: who is asked whether to save anyway
    says yes.
    """
    given = properties(InteractionHandler=Insisting()) if insisting else ()
    try:
        DOCUMENTS[book].storeSelf(given)
    except IOException:
        return said()
    raise AssertionError("the save did not fail")


class Insisting(unohelper.Base, XInteractionHandler):
    def handle(self, request):
        approve = uno.getTypeByName("com.sun.star.task.XInteractionApprove")
        for continuation in request.getContinuations():
            if continuation.queryInterface(approve):
                continuation.select()


def said():
    """What the last save said; the part that saves tells it to whoever asks."""
    return json.loads(office.service("tradedept.SaveJob").execute(()))


def filter_name(book):
    return next(p.Value for p in DOCUMENTS[book].Args if p.Name == "FilterName")


def store_as(book, path):
    """Save As in LibreOffice's own way."""
    DOCUMENTS[book].storeAsURL(
        Path(path).as_uri(), properties(FilterName="Calc MS Excel 2007 VBA XML")
    )


def protect(book, sheet):
    DOCUMENTS[book].Sheets.getByName(sheet).protect("")


def unprotect(book, sheet):
    DOCUMENTS[book].Sheets.getByName(sheet).unprotect("")


def undo(book):
    DOCUMENTS[book].UndoManager.undo()


def tables(book, keys, xlwings=""):
    """The tables as OpenWorkbook reads them, through our own objects or xlwings' own; `xlwings` is
    the folder of xlwings, whose objects are wanted.
    """
    if not xlwings:
        return with_ours(book, "tables", keys=keys)
    return lo_inside.tables_of(OpenWorkbook(theirs(book, xlwings)), keys)


def commit(book, change, xlwings=""):
    """Write a change as OpenWorkbook does."""
    if not xlwings:
        return with_ours(book, "commit", change=change)
    return OpenWorkbook(theirs(book, xlwings)).commit([from_json(change)])


def with_ours(book, question, **arguments):
    """What is asked of a document with the modules that the extension brings into LibreOffice: it
    does when one of its parts is asked for.
    """
    office.service("tradedept.Buttons")
    return inside(book, question, **arguments)


def theirs(book, xlwings):
    """The document as a book of xlwings'."""
    if xlwings not in sys.path:
        sys.path.append(xlwings)
    ours = engine.register(office.context)
    ours.impl.apps[0].books.of(DOCUMENTS[book])
    return ours.apps.active.books.active


def formats(book, sheet, areas):
    """The number formats of ranges; None where the cells of one have several."""
    cells = engine.open_book(DOCUMENTS[book], office.context).sheets[sheet]
    return [cells[area].number_format for area in areas]


def save_as(book, path, name=XLSX, options=""):
    given = properties(FilterName=name, FilterOptions=options)
    DOCUMENTS[book].storeToURL(Path(path).as_uri(), given)


def python_is_loaded():
    return "libpython" in Path(f"/proc/{office.process.pid}/maps").read_text()


def descriptions(prefix):
    """The wizard's text of functions: name → [description, [[argument, help], ...]]."""
    found = {}
    listed = office.service("com.sun.star.sheet.FunctionDescriptions")
    for at in range(listed.Count):
        told = {p.Name: p.Value for p in listed.getByIndex(at)}
        if told["Name"].startswith(prefix):
            found[told["Name"]] = [
                told["Description"],
                [[a.Name, a.Description] for a in told["Arguments"]],
            ]
    return found


def ended():
    """Whether the LibreOffice that was started here is no longer there. A connection that broke
    may be seen a moment before the end of the process.
    """
    process = getattr(globals().get("office"), "process", None)
    if process is None:
        return False
    try:
        office.desktop.Components.createEnumeration()
    except Exception:
        with suppress(TimeoutExpired):
            process.wait(10)
    return process.poll() is not None


def answered(do, **arguments):
    """What is asked: of a function here, else of one inside LibreOffice (`lo_inside.py`)."""
    return globals()[do](**arguments) if do in globals() else inside(question=do, **arguments)


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] != "state":
            TYPED.clear()
        try:
            answer = {"ok": answered(**asked)}
        except Exception:
            answer = {"failed": traceback.format_exc(), "ended": ended()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    if "office" in globals():
        office.stop()


if __name__ == "__main__":
    main()
