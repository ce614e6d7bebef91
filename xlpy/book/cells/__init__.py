"""Cells to typed values and back."""
