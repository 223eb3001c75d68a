"""The command line: a thin face over the package."""

from __future__ import annotations

import errno
import io
import os
import sys

FULL = (errno.ENOSPC, errno.EDQUOT)


def main() -> None:
    """Run the command line; an interrupt ends with exit code 130, a failure of ours never with a traceback."""
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except Exception as error:
        from onconeural.cli.failure import disk_full, internal_error  # noqa: PLC0415

        if isinstance(error, OSError) and error.errno in FULL:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else Python tries to write the rest once more at its end
            sys.exit(disk_full(error))
        sys.exit(internal_error(error))


def _run() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter shows its code
    from onconeural.cli.app import app  # noqa: PLC0415 an interrupt while loading is caught too

    try:
        app()
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()  # a full disk is told now, not after the end
