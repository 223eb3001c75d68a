"""Libraries that only some formats need."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingExtraError(Exception):
    """A format that needs a library which is not installed; the message says how to install it."""


def pyarrow(module: str = "") -> Any:  # noqa: ANN401 a module
    """Pyarrow or a module of it, loaded when first needed. Raises MissingExtraError, with what to install."""
    try:
        return import_module(f"pyarrow{module}")
    except ImportError:
        raise MissingExtraError("Parquet needs pyarrow: pip install 'onconeural[parquet]'") from None
