"""The only code that knows sheets, tables and columns."""
