"""What is wrong with a department's rows, as issues in the order of the tables; each check is one
function.

A check takes what it looks at and yields issues; the job that calls them gathers all, so that
everything is reported at once.
"""
