"""Errors of the engine: what was wrong with a model or a request, in words that say what to do."""

from __future__ import annotations


class ModelError(ValueError):
    """The model cannot be read, or uses something that this engine does not simulate."""


class RequestError(ValueError):
    """The simulation was asked for something impossible: an unknown name, a wrong shape, a wrong span."""
