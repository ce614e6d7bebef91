"""Both ends of a macro through which tests ask modules of theirs inside LibreOffice: from outside,
each sheet, table and cell that is looked at costs a message.

The modules run where LibreOffice's windows are, as our buttons do. On a thread beside it, Python
would let go of a cell that only that thread may let go of, while that thread waits for Python.
"""

import json
import shutil
import sys
import threading
import traceback
from importlib import import_module
from pathlib import Path

import uno
import unohelper
from com.sun.star.awt import XCallback


def with_macro(profile):
    """A profile that has this file as its macro."""
    macros = Path(profile, "user", "Scripts", "python")
    macros.mkdir(parents=True, exist_ok=True)
    shutil.copy(__file__, macros)
    return Path(profile)


class Inside:
    """Asks a module inside a LibreOffice that runs in such a profile.

    `folders`: where it and what it needs are imported from, behind all that LibreOffice has.
    """

    def __init__(self, office, module, *folders):
        self.module, self.folders = module, tuple(map(str, folders))
        made = office.service("com.sun.star.script.provider.MasterScriptProviderFactory")
        self.macros = made.createScriptProvider("")

    def ask(self, document, question, **arguments):
        """A question's answer. Raises RuntimeError with the traceback of one that fails."""
        macro = self.macros.getScript(
            f"vnd.sun.star.script:{Path(__file__).name}$answer?language=Python&location=user"
        )
        asked = json.dumps([self.folders, self.module, question, arguments])
        told = json.loads(macro.invoke((document, asked), (), ())[0])
        if "failed" in told:
            raise RuntimeError(told["failed"])
        return told["ok"]


def answer(document, asked):
    """What a question of a module makes of a document: {"ok": ...} or {"failed": traceback}."""
    told, done = [], threading.Event()

    class Asked(unohelper.Base, XCallback):
        def notify(self, _):
            told.append(_answered(document, *json.loads(asked)))
            done.set()

    context, service = uno.getComponentContext(), "com.sun.star.awt.AsyncCallback"
    context.ServiceManager.createInstanceWithContext(service, context).addCallback(Asked(), None)
    done.wait()
    return told[0]


def _answered(document, folders, module, question, arguments):
    sys.path += [folder for folder in folders if folder not in sys.path]
    try:
        return json.dumps({"ok": getattr(import_module(module), question)(document, **arguments)})
    except Exception:
        return json.dumps({"failed": traceback.format_exc()})
