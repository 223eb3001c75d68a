"""Simulated patients as a publication would have collected them: who is in the cohort, and from when time counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.mixture import JUNCTION
from onconeural.calibration.published.age_and_sex import of_children
from onconeural.calibration.published.chosen_syndrome import areas_chosen
from onconeural.calibration.published.follow_up import PrintedFollowUp, printed_follow_up
from onconeural.calibration.published.printed_tumours import chosen_tumour
from onconeural.evidence.cohort_records import Cohort as Publication
from onconeural.model import antibody, called, target_areas
from onconeural.population import Cohort, Course, Persons, persons
from onconeural.population import readings as read
from onconeural.population.draws import exponential
from onconeural.population.tumour_alone import TumourAlone

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

TUMOUR_DAY = re.compile(r"tumou?r|cancer|oncolog|malignan|sclc|lymphoma|hodgkin|teratoma")  # in an origin of time
TREATED = r"removal|treat|therap|surg|resect|operat|ectomy"  # in an origin of time that is about the tumour
DISCHARGE = 1  # months from the start of treatment to discharge (assumed)
ALSO_OF_CHILDREN = ("ovarian_teratoma", "testicular_germ_cell_tumour", "hodgkin_lymphoma")  # tumours (recalled)
TWO_TIMES = 1.678  # median of the sum of two exponential times with mean 1
_CANCER = r"(an? )?(small-cell lung cancer|SCLC|cancer|tumou?r|malignancy|thymoma|teratoma)\b"
WITH, WITHOUT = re.compile(rf"(\bwith|\+) {_CANCER}"), re.compile(rf"\bwithout {_CANCER}")


@dataclass(frozen=True)
class Sample:
    """The simulated patients of one antibody who could be in a publication: with one tumour, and of one subgroup.

    ``kind``: the tumour, None for all; ``part``: who is of the subgroup that a row is about, None for everybody.
    ``alone``: gives patients with small-cell lung cancer and no syndrome.
    ``effective``: how many patients stand behind it (Kish), as a share, where some stand there more than once.
    """

    cohort: Cohort
    publication: Publication
    kind: str | None = None
    part: Flags | None = None
    effective: float = 1.0
    alone: Callable[[], TumourAlone] | None = None

    @property
    def course(self) -> Course:
        """Their courses."""
        return self.cohort.course

    @property
    def antibody(self) -> str:
        """The antibody, whichever of two readings of it is simulated."""
        return self.cohort.antibody.split("@")[0]

    @property
    def at_junction(self) -> bool:
        """Whether the patients are those with P/Q VGCC antibodies, whose disease is of the neuromuscular junction."""
        return self.antibody == JUNCTION

    @cached_property
    def lost(self) -> Array:
        """Function lost in each area at diagnosis, shape (n, areas); 0 for those without a diagnosis."""
        return np.nan_to_num(read.losses(self.course, self.course.diagnosis))

    @cached_property
    def who(self) -> Flags:
        """Those of the subgroup who are diagnosed with the syndrome that the series was selected for."""
        base, area = self.diagnosed, self.selected
        base = base if area is None else base & (read.syndrome(self.course) == area)
        base = base & (not self.barred)
        return base if self.part is None else base & self.part

    @cached_property
    def diagnosed(self) -> Flags:
        """Those who reach the neurological diagnosis, whatever their syndrome."""
        base = read.diagnosed(self.course) & ~self.of_adults
        base = base if self.kind is None else base & (self.tumour == self.kind)
        wanted = self.tumour_wanted
        return base if wanted is None else base & (np.isfinite(self.course.tumour_found) == wanted)

    @cached_property
    def of_adults(self) -> Flags:
        """Who cannot be in a series of children: those with a tumour that children do not have.

        Of most antibodies hardly any child is simulated; then adults without a tumour, or with one that is seen in
        children, stand for them (assumed).
        """
        if not of_children(self.publication):
            return np.zeros(len(self.course), dtype=bool)
        return ~self._persons.tumour_free & ~np.isin(self.tumour, ALSO_OF_CHILDREN)

    @property
    def tumour_wanted(self) -> bool | None:
        """Whether a series holds only patients in whom a tumour is found (True), or only the others (False)."""
        words = self.publication.syndrome_text
        if self.publication.antibody != (self.antibody,):
            return True if self.at_junction or WITH.search(words) or chosen_tumour(self.publication) else None
        return False if WITHOUT.search(words) else True if WITH.search(words) else None

    @property
    def selected(self) -> str | None:
        """The area that a series of one syndrome was selected for, where the antibody reaches several.

        A series of one antibody holds all its patients, whatever the syndrome is called.
        """
        found, reached = areas_chosen(self.publication), self._reached
        return next(iter(found)) if len(found) == 1 and len(reached) > 1 and found <= reached else None

    @property
    def barred(self) -> bool:
        """Whether a series of one syndrome and any antibody cannot hold them: theirs never causes it.

        An antibody that the series names is in it, whatever it causes in the model.
        """
        named = self.antibody in self.publication.antibody
        other = called(self.cohort.antibody)
        chosen = areas_chosen(self.publication)
        if not named and other and chosen == {"peripheral"} and other not in self.publication.syndrome:
            return True  # an inflammatory neuropathy is no sensory neuronopathy
        return not named and len(chosen) == 1 and not chosen <= self._reached

    @property
    def _reached(self) -> set[str]:
        """Areas whose syndromes the antibody causes; the nerve ending is no part of a neuropathy."""
        return set() if self.at_junction else {area.id for area in target_areas(self.cohort.antibody)}

    @cached_property
    def follow_up(self) -> PrintedFollowUp:
        """How long the publication followed its patients."""
        return printed_follow_up(self.publication)

    @cached_property
    def followed(self) -> Array:
        """Last day of observation, shape (n,): gamma times (shape 2) from the diagnosis, with the median follow-up.

        A retrospective series sees its patients for as long as they come; what happens later is not in it. The shortest
        follow-up that it prints is that of everybody. A trial sees all of them until its last visit. Of the shapes 0.8
        to 4 the printed ends of six follow-ups (n 19 to 244) are likeliest with 2 to 3.
        """
        months = self.follow_up
        if months.trial is not None:
            return np.asarray(self.course.diagnosis + months.trial * read.MONTH)
        patients, seed = self.cohort.people.patient, self.cohort.seed
        both = exponential(seed, "followed", patients) + exponential(seed, "followed_longer", patients)
        beyond = both * max(months.usual - months.least, 0.0) / TWO_TIMES
        return np.asarray(self.course.diagnosis + (months.least + beyond) * read.MONTH)

    @cached_property
    def tumour_seen(self) -> Array:
        """Day on which the tumour is found as far as the publication can know, NaN where it is not."""
        found = self.course.tumour_found
        return np.where(found <= self.followed, found, np.nan)

    @cached_property
    def grade(self) -> Array:
        """Ordinal mRS at diagnosis, shape (n,)."""
        return read.rated(self.course, self.course.diagnosis)

    @cached_property
    def _persons(self) -> Persons:
        return persons(antibody(self.cohort.antibody), self.cohort.seed, self.cohort.people.patient)

    @cached_property
    def age(self) -> Array:
        """Age at onset in years."""
        return self._persons.age

    @cached_property
    def female(self) -> Flags:
        """Who is a woman, shape (n,)."""
        return self._persons.female

    @cached_property
    def tumour(self) -> NDArray[np.str_]:
        """Kind of tumour, also where none is found."""
        return self._persons.tumour

    @cached_property
    def treatment(self) -> Array:
        """First day of any treatment after onset: immunotherapy or tumour treatment."""
        return np.fmin(self.course.immune, np.where(self.course.treated >= 0, self.course.treated, np.nan))

    def origin(self, words: str | None, otherwise: str = "diagnosis") -> Array:
        """The day from which a publication counts: onset, diagnosis, finding of the tumour, treatment or discharge."""
        said = (words or "").lower()
        said = otherwise if not said or said.startswith("not stated") else said
        if TUMOUR_DAY.search(said) and not re.search(r"\bor\b", said):
            return self.course.treated if re.search(TREATED, said) else self.course.tumour_found
        if "discharge" in said:
            return self.treatment + DISCHARGE * read.MONTH
        if "treatment" in said or "therapy" in said or "enrol" in said:
            return np.where(np.isnan(self.course.immune), self.treatment, self.course.immune)
        return np.zeros(len(self.course)) if re.search("onset|symptom", said) else self.course.diagnosis
