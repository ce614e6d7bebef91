"""What the check in Excel needs besides Excel: the plan, the file to send back, the watchdog, the
questions.
"""
