"""Makes the workbook from source: sheets, charts, validations."""
