"""The extension's own file: LibreOffice loads it for the first function, button or save.

Each part is imported when it is asked for. What a workbook with functions costs when it is opened
is this file and the declaration of the functions.
"""

import os
import sys

import unohelper

_PACKAGES = os.path.join(os.path.dirname(__file__), "pythonpath")
if _PACKAGES in sys.path:
    sys.path.remove(_PACKAGES)
# Before all else: another installation of the package must not answer for the one that came with
# the extension.
sys.path.insert(0, _PACKAGES)

from xlpy.libreoffice import names  # noqa: E402


def _watch(context):
    from xlpy.libreoffice.component.watch import watch

    watch(context)


def _cells_given(context, *_):
    _watch(context)
    from xlpy.libreoffice.component.cells import Cells

    return Cells(context)


def _buttons(context, *_):
    _watch(context)
    from xlpy.libreoffice.component.buttons import Buttons

    return Buttons(context)


def _save_job(context, *_):
    _watch(context)
    from xlpy.libreoffice.component.saving import SaveJob

    return SaveJob(context)


def _save_filter(context, *_):
    from xlpy.libreoffice.component.saving import SaveFilter

    return SaveFilter(context)


g_ImplementationHelper = unohelper.ImplementationHelper()
for _make, _name in (
    (_cells_given, names.CELLS),
    (_buttons, names.BUTTONS),
    (_save_job, names.SAVE_JOB),
    (_save_filter, names.SAVE_FILTER),
):
    g_ImplementationHelper.addImplementation(_make, _name, (_name,))
