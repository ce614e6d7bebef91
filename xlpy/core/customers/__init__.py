"""Customers from the first mail on: who follows them up when, and what came of enquiries (E-2)."""
