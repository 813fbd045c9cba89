"""The words given to a chat model, one file a prompt."""
