"""Golden questions, and what the answers to them are worth."""
