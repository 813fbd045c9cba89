"""The doors that questions come through: what they share, the server and MCP; the page and the command are `ui`."""
