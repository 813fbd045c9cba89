"""The agent in MLflow: where it is kept, its versions, its prompts and its evaluations."""
