"""Excel's web view as a host of the workbook, without a Python on the computer: our own Python runs
in it, compiled for browsers (Pyodide). This package makes the add-in's files, and what runs in it.

Experimental: nobody has tried it in a real Excel yet.
"""
