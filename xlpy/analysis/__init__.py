"""The workbook's tables for pandas; an extra that `pip install tradedept[reports]` brings."""
