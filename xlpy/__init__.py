"""TradeDept: a foreign-trade department's month, computed by rule from one Excel workbook."""

__version__ = "0.1.0"
