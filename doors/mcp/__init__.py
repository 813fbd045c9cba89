"""The agent as tools for other people's assistants, by the Model Context Protocol."""
