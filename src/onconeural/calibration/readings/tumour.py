"""Observables of patients with a tumour who were not chosen for a syndrome: response, survival, frequency."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.mixture import JUNCTION
from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.patients.simulator import SMALL_CELL, Simulator, pooled
from onconeural.calibration.published.wording import RATIOS, spelt
from onconeural.calibration.readings.columns import Columns, Flags, among
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.model import disease_model
from onconeural.population import ill_of_tumours
from onconeural.population import readings as read
from onconeural.population.fact_experiments import LOW_TITRE
from onconeural.population.tumour_alone import FOLLOWED

EARLY = 90.0  # days from onset on which the syndrome of a patient found by examining everybody is read (assumed)
# Share of small-cell lung cancers that are of limited stage when found (about a third; recalled). Tumours up to that
# quantile of size count as limited, so that only differences between groups are predictions.
LIMITED = 1.0 / 3.0
FREQUENCY = r"(any_)?(pn[ds]|lems|paraneoplastic|sensory_neuro|ssn|limbic|neurological_syndrome)"
WITH_SYNDROME = r"(^|_)(lems|pn[sd])(_|$)"
LACKS_IT = r"(?<![a-z0-9])(no|without)_(lems|pn[sd])$"
LIVED = r"(?<!free_)surviv|alive|(^|_)os(_|$)"
SHARES = ("huab_positive", "complete_response", "limited")
# With a syndrome as well they were chosen by that.
OF_TUMOURS = re.compile(
    r"(?i)(?:neuro\w+ (?:complications|disorders|symptoms) (?:of|in) )?(?:patients with )?"
    r"(SCLC|small[- ]cell lung (cancer|carcinoma))"
    r"(?!.*\bwith (a |an |definite |classical )?(PN[SD]|LEMS|SSN|PCD|neuro|paraneo|limbic|enceph))"
)
HU = r"(?:anna_?1|(?:^|_)hud?(?=_|$|ab))"  # the antibody of the tumour alone


def of_tumours(publication: Cohort) -> bool:
    """Whether a cohort was collected by its tumour and not by a syndrome.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> of_tumours(cohort("graus1997_huab_sclc196"))
    True
    """
    several = set(publication.syndrome) <= {"mixed_or_other"}
    return several and bool(OF_TUMOURS.match(publication.syndrome_text))


def without_syndrome(seen: Observable) -> bool:
    """Whether a row of a cohort with a syndrome is about patients with the tumour alone, who were compared with it."""
    group = (spelt(seen).group or "").lower()
    lacking = re.search(rf"(?<=_){LACKS_IT}", group) and not re.search(HU, group)
    return bool(lacking or re.search(r"^sclc_(only|alone)$", group))


def against_alone(publication: Cohort, seen: Observable) -> bool:
    """Whether a hazard ratio of death compares patients with a syndrome and those with the tumour alone.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> hu = cohort("dimauro2024_hu45")
    >>> [o.name for o in hu.observables if against_alone(hu, o)]
    ['death_PNS_vs_SCLC_without_PNS']
    """
    words = "_".join(filter(None, (seen.name, seen.group))).lower()
    if seen.kind not in ("hazard ratio", "relative risk") or not re.search(r"death|surviv|mortal|died", words):
        return False
    if sides := re.search(r"(.+?)_(?:vs|versus|against|compared_\w+?)_(.+)", words):
        ill, other = (bool(re.search(WITH_SYNDROME, side)) for side in sides.groups())
        alone = re.search(r"(^|_)(without|no|alone|only|sclc|tumour|cancer|controls?)(_|$)", sides.group(2))
        return ill and bool(alone) and (not other or bool(re.search(LACKS_IT, sides.group(2))))
    return "SCLC" in publication.syndrome_text and bool(re.search(WITH_SYNDROME, words))


def with_against_alone(publication: Cohort, seen: Observable, simulator: Simulator) -> Columns:
    """Time from the finding of the tumour to death, and who has the syndrome; neither is adjusted for anything."""
    keys = tuple(key for key in publication.antibody if key in (JUNCTION, SMALL_CELL)) or (SMALL_CELL,)
    lems = "lems" in f"{seen.name}_{seen.group or ''}".lower()
    ill, alone = _with_syndrome(simulator, (JUNCTION,) if lems else keys), simulator.alone(SMALL_CELL)
    end = FOLLOWED / read.MONTH
    months = np.asarray(ill["time"], dtype=float)
    time, died = np.minimum(months, end), np.asarray(ill["died"], dtype=bool) & (months <= end)
    factor = np.repeat([1.0, 0.0], [len(time), len(alone.months)])
    return {"time": np.append(time, alone.months), "died": np.append(died, alone.died), "x": factor}


def has_no_such_row(seen: Observable) -> bool:
    """Whether a row of such a cohort is about nothing that the model has of its patients."""
    name = seen.name.lower()
    if seen.kind in RATIOS:
        return not re.search(rf"{HU}|pn[sd]|lems", "_".join(filter(None, (name, seen.group))).lower())
    if re.match(FREQUENCY, name):
        return bool(re.search(r"_(during|after|later)(_|$)", name))
    if re.search(LIVED, name):
        return False
    group = (spelt(seen).group or "").lower()  # of those with the syndrome too only how long they live is simulated
    ill = re.search(WITH_SYNDROME, group) and not re.search(LACKS_IT, group)
    return bool(ill) or not re.search(rf"death|mortal|{'|'.join(SHARES)}", name)


def tumour_columns(publication: Cohort, seen: Observable, simulator: Simulator) -> Columns:
    """Columns of an observable of such a cohort; raises ValueError for what the model does not have."""
    name, group = seen.name.lower(), (seen.group or "").lower()
    if re.match(FREQUENCY, name):
        return {"y": _frequency(name, group, simulator)}
    lived = re.search(LIVED, name)
    if lived and group in ("lems", "pns", "pnd"):
        return _with_syndrome(simulator, (JUNCTION,) if group == "lems" else (JUNCTION, SMALL_CELL))
    lives = simulator.alone(SMALL_CELL)
    level = LOW_TITRE * _median_titre(simulator)
    present = lives.titre > level
    who, words = _group(group, present), group or re.sub(r"hr_|death_?|mortality_?", "", name)
    if seen.kind == "hazard ratio" and re.search(r"death|surviv|mortal|(^|_)os(_|$)", name) and re.search(HU, words):
        return {"time": lives.months, "died": lives.died, "x": present.astype(float)}
    if lived:
        small = lives.size <= np.quantile(lives.size, LIMITED)
        who = who & small if group.startswith("limited") else who & ~small if group.startswith("extensive") else who
        return {"time": lives.months[who], "died": lives.died[who]}
    shares: dict[str, Callable[[], Flags]] = {
        "huab_positive": lambda: present,
        "complete_response": lambda: lives.complete[who & lives.treated],
        "limited": lambda: (lives.size <= np.quantile(lives.size, LIMITED))[who],
    }
    read_it = next((read_it for words, read_it in shares.items() if words in name), None)
    if read_it is not None:
        return {"y": read_it()}
    raise ValueError("no such quantity of patients with the tumour alone")


def _with_syndrome(simulator: Simulator, keys: tuple[str, ...]) -> Columns:
    """Survival from the finding of the tumour, antibodies as frequent as onset makes them among the plausible."""
    parts = [(_since_tumour(simulator, key), 1.0 / simulator.cohort(key).drawn, 1.0) for key in keys]
    return pooled(parts)[0]


def limited_stage(sample: Sample, seen: Observable) -> Columns:
    """Share of small-cell lung cancers found after onset that are of limited stage, or extensive where the row says."""
    limited = limited_or_not(sample)
    wanted = 0.0 if "extensive" in seen.name.lower() else 1.0
    return among(sample, limited == wanted, np.isfinite(limited))


def limited_or_not(sample: Sample) -> NDArray[np.float64]:
    """Whose small-cell lung cancer is of limited stage, 1 or 0, shape (n,); NaN for other tumours and none.

    It is limited where it is as small as the smaller third without a syndrome. Raises ValueError where there are no
    patients with the tumour alone to compare with.
    """
    if sample.alone is None:
        raise ValueError("no patients with the tumour alone to compare with")
    limit = np.quantile(sample.alone().size, LIMITED)
    size = read.at(sample.course.tumour, sample.tumour_seen)
    return np.where(np.isfinite(size) & (sample.tumour == "sclc"), (size <= limit).astype(float), np.nan)


def _since_tumour(simulator: Simulator, key: str) -> Columns:
    """Survival of patients with the syndrome of an antibody and a tumour found, from the finding of the tumour."""
    course = simulator.cohort(key).course
    days, died = read.since(course, course.tumour_found)
    time = days / read.MONTH
    who = read.diagnosed(course) & np.isfinite(time) & (time > 0)
    return {"time": time[who], "died": died[who]}


def _median_titre(simulator: Simulator) -> float:
    row = disease_model().states.index("Ab")
    return float(np.median(simulator.cohort(SMALL_CELL).people.state[row]))


def _group(group: str, present: Flags) -> Flags:
    if group in ("huab-", "ab_negative", "negative") or re.search(rf"{HU}_?(ab)?s?_?neg", group):
        return ~present
    if group in ("huab+", "hud_anna1", "ab_positive", "ab_positive_all") or re.search(rf"{HU}_?(ab)?s?_?pos", group):
        return present
    if group in ("anna_u", "nonneuronal_ana"):
        raise ValueError(f"{group}: no such antibody in the model")
    return np.ones(len(present), dtype=bool)


def _frequency(name: str, group: str, simulator: Simulator) -> Flags:
    """Who falls ill among the plausible patients drawn with a tumour, one antibody's syndrome at a time."""
    lems, hu = ill_of_tumours(simulator.cohort(JUNCTION)), simulator.cohort(SMALL_CELL)
    words = group or name
    if "lems" in words:
        return lems
    area = "peripheral" if re.search("ssn|sensory|neuronop", words) else "limbic" if "limbic" in words else None
    if area is None:  # all syndromes: those of the two antibodies that the model has for this tumour
        together = float(lems.mean()) + len(hu.people) / hu.drawn
        return np.arange(hu.drawn) < round(together * hu.drawn)
    lost = np.nan_to_num(read.losses(hu.course, np.full(len(hu.course), EARLY)))
    row = ("peripheral", "limbic", "brainstem", "cerebellum").index(area)
    return np.arange(hu.drawn) < int((np.argmax(lost, axis=1) == row).sum())
