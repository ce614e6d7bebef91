"""What jobs found or did, in words for people and as documents for JSON."""
