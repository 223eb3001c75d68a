"""How commands fail: one message on standard error, and an exit code that says whose fault it was."""

from __future__ import annotations

import os
import traceback
from typing import NoReturn

import typer

from onconeural.evidence import plain

BAD_INPUT = 2
NO_FORECAST = 3
INTERNAL = 70


def refuse(message: str) -> NoReturn:
    """Say what is wrong with the input and end with exit code 2."""
    for line in message.splitlines():
        typer.echo(plain(line), err=True)
    raise typer.Exit(BAD_INPUT)


def reason(error: Exception) -> str:
    """Return what an exception says; of the system's own errors the file and the words, not the number."""
    if not isinstance(error, OSError) or error.strerror is None:
        return str(error)
    where = "" if error.filename is None else f"{error.filename}: "
    return f"{where}{error.strerror.lower()}"


def system_refuses(error: OSError) -> int:
    """Say of which file the system refuses what, or that what was printed could not be kept; return the exit code."""
    where = "" if error.filename else "the output cannot be written: "
    typer.echo(f"{where}{plain(reason(error))}", err=True)
    return BAD_INPUT


def internal_error(error: Exception) -> int:
    """Say that the program failed, where to report it, and return the exit code."""
    from onconeural.report import corrections_address  # noqa: PLC0415

    if os.environ.get("ONCONEURAL_DEBUG"):
        traceback.print_exception(error)
    where = f"{type(error).__name__}: {plain(str(error))[:300]}"
    typer.echo(f"onconeural failed, and not because of your input: {where}", err=True)
    typer.echo(f"Please report it at {corrections_address()} (ONCONEURAL_DEBUG=1 shows the details).", err=True)
    return INTERNAL
