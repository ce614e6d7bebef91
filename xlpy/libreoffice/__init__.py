"""LibreOffice (from 25.2) as a host of the workbook: an extension with the functions for cells,
the buttons and the way a workbook is saved, an engine with xlwings' objects over an open document,
and a launcher.

`component` and `engine` run inside LibreOffice's own Python, with the standard library alone.
"""
