"""The pool of virtual patients at onset: drawn once, kept in the user's cache, the same for every case."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np

import onconeural
from onconeural.model import antibody, model_hash
from onconeural.population import Diseased, diseased, join
from onconeural.storage import Store

Progress = Callable[[float], None]

BLOCK = 4_000  # patients who fall ill in one block, about; a block is one file
HITS = 0.3  # guess: share of the patients simulated who fall ill; only the size of a block depends on it
MOST_BLOCKS = 12  # for each antibody: where hardly anybody falls ill, the pool stays small
KEPT = Store("pool", most=60)  # blocks on disk, of a few megabytes each
SYMBOL = "parameter:"


def pool(key: str, seed: int, wanted: int, progress: Progress) -> Diseased:
    """Whole blocks of virtual patients of one antibody until ``wanted`` of them fall ill.

    A block depends on model, antibody settings, seed, its number and version alone, so two processes that draw the
    same one write the same bytes, and the second file replaces the first whole.
    """
    groups: list[Diseased] = []
    while sum(map(len, groups)) < wanted and len(groups) < MOST_BLOCKS:
        done = sum(map(len, groups))
        size = min(BLOCK / wanted, 1.0)
        groups.append(_block(key, seed, len(groups), _stretch(progress, min(done / wanted, 1.0), size)))
    progress(1.0)
    return join(groups)


def _stretch(progress: Progress, base: float, size: float) -> Progress:
    return lambda share: progress(min(base + size * share, 1.0))


def _block(key: str, seed: int, number: int, progress: Progress) -> Diseased:
    record = antibody(key)
    size = int(BLOCK / (HITS * record.onset_search.share))
    parts = (onconeural.__version__, model_hash(), record.model_dump_json(), str(seed), str(number), str(size))
    name = Store.key(*parts)
    kept = KEPT.load(name)
    found = _unpacked(kept, key) if kept is not None else None
    if found is None:
        found = diseased(record, seed, number * size, size, progress)
        KEPT.save(name, _packed(found))
    return found


def _packed(people: Diseased) -> bytes:
    buffer = BytesIO()
    arrays: dict[str, Any] = {f"{SYMBOL}{symbol}": values for symbol, values in people.parameters.items()}
    arrays["patient"], arrays["state"] = people.patient, people.state
    arrays["tumour_found"], arrays["local"] = people.tumour_found, people.local
    arrays["chemotherapy"] = people.chemotherapy
    arrays["counts"] = np.array([people.searched, people.failed], dtype=np.int64)
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def _unpacked(image: bytes, key: str) -> Diseased | None:
    """The patients in a file; None where it is not what this version writes."""
    try:
        with np.load(BytesIO(image), allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
        patient = held["patient"]
        parameters = {name.removeprefix(SYMBOL): held[name] for name in held if name.startswith(SYMBOL)}
        history = (held["tumour_found"], held["local"], held["chemotherapy"])
        counts = (int(held["counts"][0]), int(held["counts"][1]))
        return Diseased(np.full(len(patient), key), patient, parameters, held["state"], *history, *counts)
    except (KeyError, ValueError, OSError, BadZipFile, IndexError):
        return None
