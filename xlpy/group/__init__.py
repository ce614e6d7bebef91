"""Many workbooks, one a department: checked, closed, verified and put together, on one computer's
cores or a cluster (extra `group`).
"""
