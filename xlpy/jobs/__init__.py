"""What a button or command does: each job is one function over Tables."""
