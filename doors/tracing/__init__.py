"""Traces: what happened to each question, kept in MLflow off the answer's way."""
