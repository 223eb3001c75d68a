"""The command line: a thin face over the package."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; an interrupt ends with exit code 130, a failure of ours never with a traceback."""
    try:
        from onconeural.cli.app import app  # noqa: PLC0415 an interrupt while loading is caught too

        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except Exception as error:
        from onconeural.cli.failure import internal_error  # noqa: PLC0415

        sys.exit(internal_error(error))
