"""A group of departments: what each one's workbook says, put together and compared."""
