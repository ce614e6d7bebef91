"""Punch lists of any machine or office program, read by what they mean (C-5.3)."""
