"""Makes TradeDept.xlsm from the schema: tables, lists, statements, dashboard; the same source
gives the same bytes.
"""
