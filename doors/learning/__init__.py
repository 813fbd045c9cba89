"""What is learned from people: questions that went wrong, and what would put them right, for somebody to review."""
