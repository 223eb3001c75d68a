"""The pool of virtual patients at onset: drawn once, kept in the user's cache, the same for every case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

import onconeural
from onconeural.calibration import shipped
from onconeural.model import Antibody, antibody, model_hash
from onconeural.population import PRECISION, Diseased, Persons, diseased, join, persons
from onconeural.storage import Store

Progress = Callable[[float], None]

BLOCK = 4_000  # patients who fall ill in one block, about; a block is one file
HITS = 0.3  # guess: share of the patients simulated who fall ill; only the size of a block depends on it
MOST_BLOCKS = 24  # of all antibodies of one case together: the first forecast should take half a minute at most
KEPT = Store("pool", most=100)  # blocks on disk, of about four megabytes each
SYMBOL, WHO = "parameter:", "who:"  # before the names of arrays in a file


@dataclass(frozen=True)
class Group:
    """Virtual patients at onset, and who they are: age, sex and kind of tumour, in the same order."""

    people: Diseased
    who: Persons

    def __len__(self) -> int:
        return len(self.people)

    def part(self, first: int, last: int) -> Group:
        """The patients first ... last - 1, nothing copied."""
        p, here = self.people, slice(first, last)
        known = {symbol: values[here] for symbol, values in p.parameters.items()}
        arrays = (p.state[:, here], p.tumour_found[here], p.local[here], p.chemotherapy[here])
        people = Diseased(p.antibody[here], p.patient[here], known, *arrays, p.searched, p.failed)
        return Group(people, Persons(*(getattr(self.who, f.name)[here] for f in fields(Persons))))

    def take(self, index: NDArray[np.intp]) -> Group:
        """Some of the patients, also repeatedly."""
        return Group(self.people.take(index), Persons(*(getattr(self.who, f.name)[index] for f in fields(Persons))))


def together(groups: Sequence[Group]) -> Group:
    """Several groups as one."""
    who = [np.concatenate([getattr(g.who, f.name) for g in groups]) for f in fields(Persons)]
    return Group(join([g.people for g in groups]), Persons(*who))


def block(key: str, seed: int, number: int, progress: Progress) -> Group:
    """One block of virtual patients of one antibody at onset: about 4,000 where the guess of hits is right.

    It depends on model, antibody settings, seed, its number and version alone, so two processes that draw the same one
    write the same bytes, and the second file replaces the first whole.
    """
    record = _record(key, number)
    size = int(BLOCK / (HITS * record.onset_search.share))
    version, settings = (onconeural.__version__, model_hash(), PRECISION), record.model_dump_json()
    name = Store.key(*version, settings, str(seed), str(number), str(size))
    kept = KEPT.load(name)
    found = _unpacked(kept, key) if kept is not None else None
    if found is None:
        people = diseased(record, seed, number * size, size, progress)
        found = Group(people, persons(record, seed, people.patient))
        KEPT.save(name, _packed(found))
    progress(1.0)
    return found


def _record(key: str, number: int) -> Antibody:
    """The settings of a block: its draw of the posterior: doubt about shared values is a difference of twins."""
    found = shipped()
    return antibody(key) if found is None else found.record(key, number)


def _packed(group: Group) -> bytes:
    buffer, people = BytesIO(), group.people
    arrays: dict[str, Any] = {f"{SYMBOL}{symbol}": values for symbol, values in people.parameters.items()}
    arrays |= {f"{WHO}{f.name}": getattr(group.who, f.name) for f in fields(Persons)}
    arrays["patient"], arrays["state"] = people.patient, people.state
    arrays["tumour_found"], arrays["local"] = people.tumour_found, people.local
    arrays["chemotherapy"] = people.chemotherapy
    arrays["counts"] = np.array([people.searched, people.failed], dtype=np.int64)
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def _unpacked(image: bytes, key: str) -> Group | None:
    """The patients in a file; None where it is not what this version writes."""
    try:
        with np.load(BytesIO(image), allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
        patient = held["patient"]
        parameters = {name.removeprefix(SYMBOL): held[name] for name in held if name.startswith(SYMBOL)}
        history = (held["tumour_found"], held["local"], held["chemotherapy"])
        counts = (int(held["counts"][0]), int(held["counts"][1]))
        people = Diseased(np.full(len(patient), key), patient, parameters, held["state"], *history, *counts)
        return Group(people, Persons(*(held[f"{WHO}{f.name}"] for f in fields(Persons))))
    except (KeyError, ValueError, OSError, BadZipFile, IndexError):
        return None
