"""What the verbs of the ``leakage`` command do."""
