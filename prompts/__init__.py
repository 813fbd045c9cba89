"""What a chat model is told: one prompt a ``.md`` file, its examples as data beside it."""
