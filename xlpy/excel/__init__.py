"""Excel as a host of the workbook: its desk, and xlwings' decorators for functions in cells."""
