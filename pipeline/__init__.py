"""Data arrives: landing files become published gold tables."""
