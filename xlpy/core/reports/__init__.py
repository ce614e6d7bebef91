"""What the manager reports: sales by view, the five sentences, what is owed, the budget (B-2.A)."""
