"""A button in LibreOffice imports the module that declares it, and no other button's."""

import subprocess
import sys
from importlib import import_module
from xml.etree import ElementTree

from xlpy.actions.buttons import BUTTONS
from xlpy.desk.buttons import EXCEL, WHY, declared
from xlpy.libreoffice.extension import menus, saving
from xlpy.libreoffice.names import JOB, MODULE

NAME = "{http://openoffice.org/2001/registry}name"


def modules() -> dict[str, str]:
    """The module that each job of the extension names, by the button's key."""
    jobs = ElementTree.fromstring(saving.jobs(*menus.jobs()))
    return {
        node.get(NAME).removeprefix(JOB): prop.findtext("value")
        for node in jobs.iter("node")
        for prop in node.findall(f"node/prop[@{NAME}='{MODULE}']")
    }


def test_each_button_names_the_module_that_declares_it():
    found = modules()
    assert set(found) == {each.key for each in BUTTONS if each.where != EXCEL} - {WHY.key}
    for key, module in found.items():
        assert key in {button.key for button, _ in declared(import_module(module))}


def test_the_module_of_closes_imports_no_other_button():
    told = "import sys, xlpy.actions.closing; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    others = {module for module in modules().values() if module != "xlpy.actions.closing"}
    assert not others & set(done.stdout.split())
