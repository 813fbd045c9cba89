"""Grading the detector of spikes on sampled worlds, whose truth is known."""
