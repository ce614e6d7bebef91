"""Names that the extension's declarations and the Python that runs inside LibreOffice must agree
on.
"""

EXTENSION = "tradedept.calc"
"""The extension's identifier."""
CELLS = "tradedept.Cells"
"""The service of the functions for cells; formulas are stored by its name inside LibreOffice,
never in a file.
"""
CELLS_INTERFACE = "tradedept.calc.XCells"
BUTTONS = "tradedept.Buttons"
SAVE_JOB = "tradedept.SaveJob"
SAVE_FILTER = "tradedept.SaveFilter"
JOB = "TradeDept-"
"""What the names of the buttons' jobs begin with: `TradeDept-close_month`."""
MODULE = "module"
"""The argument of such a job that names the module in which the button is declared."""
FILTER_NAME = "TradeDept workbook"
"""The export filter that writes a workbook's tables into the file as it was, through
`xlpy.files`.
"""
SETTINGS = "tradedept.json"
"""The file in the extension that names the Python that has the package with its readers."""
