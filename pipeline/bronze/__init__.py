"""Raw files become Delta tables, everything as text, each file once."""
