"""Formulas of our views computed without a spreadsheet program: as far as these need it, and no
further.
"""
