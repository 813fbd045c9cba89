"""The morning briefing: the agent's own answers to a list of questions, laid out for people who did not ask."""
