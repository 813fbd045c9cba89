"""The verbs of the ``leakage`` command, by topic; what they need is imported when they run."""
