"""Forecasts of paraneoplastic neurological syndromes. Research software. Not medical advice."""

__version__ = "0.1.0"

INTENDED_USE = "Research software. Not medical advice."
