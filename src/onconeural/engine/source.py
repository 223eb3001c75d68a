"""The text of a model, and the system that it stands for: read once, then kept in the user's cache."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from onconeural.engine.system import System
from onconeural.engine.system_json import from_json, to_json
from onconeural.storage import Store

Language = Literal["sbml", "antimony"]

KEPT = Store("system", most=100)
LARGEST = 1_000_000  # characters of a text whose system is kept
LIBRARIES = ("libsbml", "antimony")


@dataclass(frozen=True)
class Source:
    """Model text in one of the two languages that are read.

    >>> Source("model m(); x = 1; x' = -x; end", "antimony").system().rates["x"]
    Apply(operation='neg', arguments=(Symbol(name='x'),))
    """

    text: str
    language: Language

    def system(self) -> System:
        """The system of the text. Raises ModelError when it is invalid or not simulated.

        Reading takes a tenth of a second and two large libraries; what is kept from the last time takes neither.
        """
        if len(self.text) > LARGEST:
            return self._read()
        name = Store.key(self.language, self.text, _reader())
        kept = KEPT.load(name)
        system = None if kept is None else from_json(kept)
        if system is None:
            system = self._read()
            KEPT.save(name, to_json(system))
        return system

    def sbml(self) -> str:
        """The text in SBML. Raises ModelError when it is invalid."""
        if self.language == "sbml":
            return self.text
        from onconeural.engine.antimony import to_sbml  # noqa: PLC0415 heavy: loads libSBML

        return to_sbml(self.text)

    def _read(self) -> System:
        from onconeural.engine.translate import read_sbml  # noqa: PLC0415 heavy: loads libSBML

        return read_sbml(self.sbml())


@cache
def _reader() -> str:
    """What reads a text: our own source, and the libraries as they are installed; with another one nothing kept counts.

    Found without loading the libraries.
    """
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for library in LIBRARIES:
        spec = find_spec(library)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for path in sorted(p for p in Path(folder).iterdir() if p.is_file()):
                status = path.stat()
                digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
