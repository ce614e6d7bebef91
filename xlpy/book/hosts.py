"""The type hint for objects of the program that has a workbook open."""

from typing import Any

Host = Any
"""An object of xlwings, or of the engine that stands in for it in LibreOffice: xlwings' own have
no hints.
"""
