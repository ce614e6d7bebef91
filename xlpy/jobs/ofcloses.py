"""Which tables the closes read and seal."""

from xlpy.core.tables import INPUTS, RULE_TABLES

READ = tuple(table.key for table in (*INPUTS, *RULE_TABLES))
"""The tables that people write, all of which a close may read."""
RESULT_PERIODS = {
    "commissions": "month",
    "team_commissions": "month",
    "splits": "month",
    "pools": "month",
    "payroll": "month",
    "adjustments": "month",
    "prizes": "period",
}
"""The result tables that are sealed, and the column that says by which close."""
