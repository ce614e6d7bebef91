"""Lets LibreOffice Basic compile modules; run by a Python that has `uno`.

Takes {"program", "profile", "libraries": {library: {module: text}}} as JSON. Answers {library:
error}: None where all modules compile, else [module, line] of what the first that does not stands
at. Each library has a module `Probe` with a function `Answer` that gives "compiled".
"""

import json
import re
import sys
from pathlib import Path

import uno  # noqa: F401, the next import needs it
from com.sun.star.accessibility.AccessibleRole import LABEL

sys.path.insert(0, str(Path(__file__).parent.parent))

from xlpy.libreoffice.session import Office

PLACE = re.compile(r"\D+(\d+)\D+(\d+)")
"""Where the editor's cursor is, as its status bar tells: line and column."""


class Compiler:
    """The libraries of Basic of a LibreOffice that may run macros."""

    def __init__(self, office):
        self.office = office
        self.libraries = office.service("com.sun.star.script.ApplicationScriptLibraryContainer")
        factory = office.service("com.sun.star.script.provider.MasterScriptProviderFactory")
        self.scripts = factory.createScriptProvider("user")

    def error(self, library, modules):
        """Compile a library's modules: Basic compiles all of them before it runs one."""
        own = self.libraries.createLibrary(library)
        for name, text in modules.items():
            own.insertByName(name, text)
        # The first error opens the editor, which may not have found its place by then.
        for _ in range(3):
            if self._answer(library) == "compiled":
                return None
            if found := self._place(library):
                return found
        return ["?", 0]

    def _answer(self, library):
        address = f"vnd.sun.star.script:{library}.Probe.Answer?language=Basic&location=application"
        return self.scripts.getScript(address).invoke((), (), ())[0]

    def _place(self, library):
        """The module and line where the editor stands, as its status bar tells; None when it is
        elsewhere.
        """
        told = []
        for document in self.office.desktop.Components:
            if document.ImplementationName == "com.sun.star.comp.basic.BasicIDE":
                _labels(document.CurrentController.Frame.ContainerWindow.AccessibleContext, told)
        modules = [text.partition(f".{library}.")[2] for text in told if f".{library}." in text]
        lines = [int(match[1]) for text in told if (match := PLACE.fullmatch(text))]
        return [modules[0].partition(".")[0], lines[0]] if modules and lines else None


def _labels(context, told):
    """The text of every label below a part of a window."""
    for at in range(context.getAccessibleChildCount()):
        if child := context.getAccessibleChild(at):
            inner = child.AccessibleContext
            if inner.AccessibleRole == LABEL:
                told.append(inner.getText())
            _labels(inner, told)


def main():
    asked = json.load(sys.stdin)
    office = Office(Path(asked["program"]), Path(asked["profile"]))
    try:
        compiler = Compiler(office)
        answer = {
            name: compiler.error(name, modules) for name, modules in asked["libraries"].items()
        }
    finally:
        office.stop()
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
