"""The command center: the executive views on one screen, each the agent's answer to its question."""
