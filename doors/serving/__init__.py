"""The agent served over HTTP: Responses-style and plain requests, streaming, limits, sign-in, a graceful end."""
