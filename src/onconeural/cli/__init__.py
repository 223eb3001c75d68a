"""The command line: a thin face over the package."""

from __future__ import annotations

import errno
import io
import logging
import os
import sys

OF_THE_SYSTEM = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)  # and no fault of ours


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
        from onconeural.cli.failure import internal_error, system_refuses  # noqa: PLC0415

        if isinstance(error, OSError) and error.errno in OF_THE_SYSTEM:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else Python tries to write the rest once more at its end
            sys.exit(system_refuses(error))
        sys.exit(internal_error(error))


def _run() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter shows its code
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # in a home that cannot be written figures are drawn too
    from onconeural.cli.app import app  # noqa: PLC0415 an interrupt while loading is caught too

    try:
        app()
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()  # a full disk is told now, not after the end
