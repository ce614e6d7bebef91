"""Makes TradeDept.xlsm from the schema: sheets, tables, lists, statements, dashboard. The same source gives the same bytes."""
