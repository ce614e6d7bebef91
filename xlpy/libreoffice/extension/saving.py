"""What LibreOffice has to know to save a workbook of ours through our editor: a job for its
events, a filter.
"""

from xlpy.libreoffice.extension.markup import configuration, entry, joined, node, prop, words
from xlpy.libreoffice.names import FILTER_NAME, SAVE_FILTER, SAVE_JOB

EVENTS = ("OnSave", "OnSaveDone", "OnSaveFailed", "OnSaveAsDone")
"""The events that start the job. None of them comes when a workbook is opened, so that opening
starts no Python.
"""
_NAME = "TradeDept"


def jobs(*others: str) -> str:
    """The job that is run at those events, and others' (Jobs.xcu)."""
    return configuration(
        "org.openoffice.Office",
        "Jobs",
        node("Jobs", entry(_NAME, prop("Service", SAVE_JOB)), *others),
        node("Events", *(joined(event, node("JobList", entry(_NAME))) for event in EVENTS)),
    )


def filters() -> str:
    """The filter by which the job replaces LibreOffice's own (Filter.xcu)."""
    return configuration(
        "org.openoffice.TypeDetection",
        "Filter",
        node(
            "Filters",
            entry(
                FILTER_NAME,
                prop("Flags", "EXPORT ALIEN 3RDPARTYFILTER NOTINCHOOSER"),
                prop("UIComponent", ""),
                prop("FilterService", SAVE_FILTER),
                prop("UserData", ""),
                words("UIName", "TradeDept"),
                prop("FileFormatVersion", "0"),
                prop("Type", "MS Excel 2007 VBA XML"),
                prop("TemplateName", ""),
                prop("DocumentService", "com.sun.star.sheet.SpreadsheetDocument"),
            ),
        ),
    )
