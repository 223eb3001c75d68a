"""Simulated patients for published cohorts under one draw of the parameters; each group is simulated once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.parameters import with_draw
from onconeural.calibration.patients.mixture import Mixture, Part
from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.patients.weighing import Drawn, drawn
from onconeural.calibration.published.provoked import CHECKPOINT, provoked_by_drug
from onconeural.calibration.published.trials import trial_drugs
from onconeural.evidence.cohort_records import Cohort as Publication
from onconeural.model import Antibody, antibody
from onconeural.population import Cohort, clinical_course, cohort
from onconeural.population.checkpoint import provoked
from onconeural.population.tumour_alone import TumourAlone, tumour_alone

Columns = dict[str, NDArray[np.generic]]

ILL = 0.35  # patients who fall ill among those that the search for onset simulates, about
SMALL_CELL = "hu"  # the record whose tumour is small-cell lung cancer
PROVOKED = 0.05  # patients who fall ill under a checkpoint inhibitor among those, about
# Many of them are never diagnosed, and many targets rest on them; of CV2 a tenth has the tumour with which they live,
# and of NMDAR a third are children, whom most of its series hold alone.
MORE = {"hu": 2.5, "ma2": 1.5, "cv2_crmp5": 2.0, "klhl11": 2.0, "nmdar": 3.0, "none@t_cells": 2.0}


@dataclass
class Simulator:
    """Cohorts under one draw: about ``size`` patients with disease for each antibody, by one seed."""

    draw: Mapping[str, float]
    seed: int
    size: int
    _cohorts: dict[tuple[str, tuple[str, ...]], Cohort] = field(default_factory=dict)
    _alone: dict[str, TumourAlone] = field(default_factory=dict)
    _last: tuple[Publication, list[tuple[Mixture, Drawn]]] | None = None

    def record(self, key: str) -> Antibody:
        """The record of an antibody under the draw."""
        return with_draw(antibody(key), self.draw)

    def drawn(self, publication: Publication, mix: Mixture) -> Drawn:
        """The simulated patients of each part of a publication, with the weight of each of them.

        Those of the publication asked for last are kept, because its rows are asked for one after another.
        """
        if self._last is None or self._last[0] is not publication:
            self._last = (publication, [])
        for known, found in self._last[1]:
            if known == mix:
                return found
        found = drawn(mix, [self._sample(publication, c) for c in mix.cells()])
        self._last[1].append((mix, found))
        return found

    def _sample(self, publication: Publication, part: Part) -> Sample:
        people = self._people(publication, part.settings)
        return Sample(people, publication, part.tumour, alone=lambda: self.alone(SMALL_CELL))

    def _people(self, publication: Publication, key: str) -> Cohort:
        return self.provoked(key) if provoked_by_drug(publication) else self.cohort(key, trial_drugs(publication))

    def cohort(self, key: str, drugs: tuple[str, ...] = ()) -> Cohort:
        """The cohort of one antibody; ``drugs``: everybody gets these after the diagnosis."""
        if (key, drugs) not in self._cohorts:
            self._cohorts[key, drugs] = self._treated(key, drugs) if drugs else self._as_practised(key)
        return self._cohorts[key, drugs]

    def keep(self, key: str, people: Cohort) -> None:
        """Use these patients as the cohort of an antibody, treated as practised."""
        self._cohorts[key, ()] = people

    def _as_practised(self, key: str) -> Cohort:
        record = self.record(key)
        wanted = self.size * MORE.get(key, 1.0)
        return cohort(record, max(int(wanted / (ILL * antibody(key).onset_search.share)), 1), self.seed)

    def _treated(self, key: str, drugs: tuple[str, ...]) -> Cohort:
        base = self.cohort(key)
        record = self.record(key)
        plan = record.immunotherapy.model_copy(update={"first_line": 1.0, "drugs": drugs})
        course = clinical_course(record.model_copy(update={"immunotherapy": plan}), base.people, self.seed)
        return Cohort(key, self.seed, base.drawn, base.people, course)

    def provoked(self, key: str) -> Cohort:
        """The cohort of one antibody whose onset came under a checkpoint inhibitor."""
        if (key, (CHECKPOINT,)) not in self._cohorts:
            record = self.record(key)
            people = provoked(record, self.seed, int(self.size / (PROVOKED * antibody(key).onset_search.share)))
            found = Cohort(key, self.seed, people.searched, people, clinical_course(record, people, self.seed))
            self._cohorts[key, (CHECKPOINT,)] = found
        return self._cohorts[key, (CHECKPOINT,)]

    def alone(self, key: str) -> TumourAlone:
        """Patients with the antibody's usual tumour and no syndrome."""
        if key not in self._alone:
            record = self.record(key)
            people = record.with_only(record.tumour)
            self._alone[key] = tumour_alone(people, self.seed, max(4 * self.size, 400))
        return self._alone[key]


def pooled(parts: list[tuple[Columns, float, float]]) -> tuple[Columns, float]:
    """Columns of several parts as one, and the effective number of patients behind them (Kish).

    A part comes with the weight of each of its patients, and with the share of them that is effective. It has as many
    rows as the weight asks for: some patients are left out or stand there twice.
    """
    parts = [(columns, weight, share) for columns, weight, share in parts if weight > 0.0] or parts
    sizes = np.array([len(next(iter(columns.values()))) for columns, _, _ in parts], dtype=float)
    weights, each = sizes * [weight for _, weight, _ in parts], sizes * [share for _, _, share in parts]
    if len(parts) == 1 or not weights.sum():
        return parts[0][0], float(each[0])
    rows = np.rint(sizes.sum() * weights / weights.sum()).astype(int)
    taken = [(part[0], np.arange(k) % max(int(n), 1)) for part, n, k in zip(parts, sizes, rows, strict=True)]
    effective = weights.sum() ** 2 / float((weights**2 / np.maximum(each, 1.0)).sum())
    return {name: np.concatenate([columns[name][i] for columns, i in taken]) for name in parts[0][0]}, effective
