"""The libraries behind `onconeural[fhir]`, loaded when first needed."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


class MissingLibraryError(ImportError):
    """A library of the extra `fhir` is not installed; the message says what to install."""


def library(name: str) -> ModuleType:
    """Return a module of fhir.resources, phenopackets or protobuf; raises MissingLibraryError."""
    try:
        return import_module(name)
    except ImportError:
        needed = name.partition(".")[0]
        message = f"this needs the library {needed}; install it with: pip install 'onconeural[fhir]'"
        raise MissingLibraryError(message) from None
