"""Rows about patients whom the model does not have: they have no disease of the antibody, or that of another one."""

from __future__ import annotations

import re

from onconeural.calibration.patients.mixture import JUNCTION, OUTSIDE
from onconeural.calibration.published.antibody_rows import negative_of
from onconeural.calibration.published.chosen_syndrome import areas_chosen
from onconeural.calibration.published.left_out import about_lacked, lacked
from onconeural.calibration.published.provoked import provoked_by_drug
from onconeural.calibration.published.trials import trial_drugs
from onconeural.calibration.published.wording import plain
from onconeural.calibration.readings.area_words import areas_named, is_junction
from onconeural.calibration.readings.areas import syndrome
from onconeural.calibration.readings.definition import Definition, definition
from onconeural.evidence.cohort_records import Cohort, Observable
from onconeural.evidence.treatments import treatment_keys

# Antibodies beside that of a series of one.
BESIDE_IT = r"(^|[/_])(onconeur\w*|coexist\w*|concurrent|additional|other)_(abs?|antibod\w*)($|_)"
NOT_PARANEOPLASTIC = r"^(non_?paraneoplastic|not_paraneoplastic|idiopathic|autoimmune_without_(tumour|cancer))"
OF_THE_TUMOUR = r"(progression|disease|event|relapse)_?free|(^|_)[pde]fs(_|$)"  # where time counts from the tumour
# Drugs that nobody gets in the simulated care, outside a trial of them.
NOT_IN_CARE = (
    r"(tocilizumab|bortezomib|daratumumab|natalizumab|efgartigimod|eculizumab|satralizumab|inebilizumab|ofatumumab|"
    r"ocrelizumab|placebo|tacrolimus|sirolimus|mycophenolat\w*|(?<![a-z])mmf(?![a-z])|azathioprine?|methotrexate|c[iy]closporine?)"
)
# A series of everybody who was tested and had the antibody: most have no disease of it (zalewski2016_vgcc236).
TESTED = r"^(evaluated|tested|screened) for\b"
# A series of patients with a tumour whose sera were tested, by its design.
SERA_OF_TUMOURS = (
    r"(?i)screening (of|in|among) ((consecutive|unselected|\w+) )*(tumour|cancer|carcinoma)s?( patients|$)|"
    r"(tumour|cancer|carcinoma) (patients|sera) (were )?(screened|tested)"
)
# Where a checkpoint inhibitor provoked the syndromes of several antibodies: those that the series calls paraneoplastic,
# and not those that it holds against paraneoplastic ones.
PARANEOPLASTIC = (
    r"(?i)(?<!non-)(?<!non)(?<!not )(?<!vs )(?<!vs\. )(?<!versus )(?<!against )"
    r"\b(paraneoplastic|PN[SD]s?)\b(?!-like| mimic)"
)
# Improved, and good grades: those that it ended with, or the patients who began with them?
BETTER_WITH_GRADES = (
    r"^(\w*(?:improv|better|recover|respon)\w*|good|favourable)/"
    r"(?:mrs|rankin)(?:_score)?_?(?:0(?:[_-]|_?to_?)[12]|(?:le|<=)_?[12]|(?:lt|<)_?[23])$"
)
BEYOND_IT = r"isolated|pure|only|alone|plus|_and_|first|predominant"  # a row says more than that the area is affected


def not_of_model(publication: Cohort, seen: Observable) -> str | None:
    """Why a row is about patients whom the model does not have, or None.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> limbic = cohort("mayo_limbic148")
    >>> {o.group for o in limbic.observables if o.name == "mRS_last" and not_of_model(limbic, o)}
    {'nonparaneoplastic'}
    """
    one = plain(seen)
    group = (one.group or "").lower()
    words = "/".join(filter(None, (one.name, one.group))).lower()
    if reason := _not_simulated(publication, words, (seen.time_origin or "").lower()):
        return reason
    if reason := _of_others(publication, one, group) or _of_series(publication):
        return reason
    if _doubtful_grades(publication, words):
        return "whether the grade is that before or after is not said"
    of_one = len(publication.antibody) == 1 and "mixed" not in publication.antibody
    if of_one and re.search(BESIDE_IT, words):
        return "test results of sera and fluid are not simulated"
    classes = re.match(r"\w*(syndrome|presentation|phenotype|manifestation)|neuromuscular|nmj", one.name.lower())
    others = "mixed" not in publication.antibody and JUNCTION not in publication.antibody
    if classes and others and is_junction(one):
        return "the syndrome of an antibody that the series is not about"
    return None


def _of_others(publication: Cohort, seen: Observable, group: str) -> str | None:
    """Why a row is about a part of the series whose disease the model does not have, or None."""
    several = len(publication.antibody) > 1 or "mixed" in publication.antibody
    if several and (key := about_lacked(seen)):
        return f"{OUTSIDE} ({key}): {lacked(key)}"
    if set(publication.antibody) == {negative_of(group)}:
        return "patients without the antibody of the series, whose disease is another one"
    if several and "negative" in publication.antibody and re.search(NOT_PARANEOPLASTIC, group):
        return "patients without a tumour who have no antibody of the model"
    return None


def _doubtful_grades(publication: Cohort, words: str) -> bool:
    """Whether a row may mean the grades at the end or at the start: no other row of its name has other grades."""
    found = re.match(BETTER_WITH_GRADES, words)
    if found is None:
        return False
    others = (plain(o) for o in publication.observables)
    named = {f"{o.name}/{o.group or ''}".lower().rstrip("/") for o in others} - {words}
    return not any(re.match(rf"{re.escape(found.group(1))}/(mrs|rankin)", one) for one in named)


def chosen_by_it(publication: Cohort, seen: Observable) -> bool:
    """Whether a row counts the patients with the area by which all of them were chosen: an input, like the antibody.

    A row about that area alone, or about it and another one, says more.

    >>> from onconeural.evidence.cohort_records import cohort
    >>> ataxia = cohort("bengaluru_ca32")
    >>> [o.name for o in ataxia.observables if chosen_by_it(ataxia, o)]
    ['pancerebellar_syndrome']
    """
    one, chosen, how = plain(seen), areas_chosen(publication), definition(seen)
    if isinstance(how, Definition) and how.read is syndrome and is_junction(one) and _of_junction(publication):
        return not one.group
    if len(chosen) != 1 or not isinstance(how, Definition) or how.read is not syndrome:
        return False
    return set(areas_named(one)) == chosen and not re.search(BEYOND_IT, f"{one.name}_{one.group or ''}".lower())


def _of_junction(publication: Cohort) -> bool:
    """Whether all patients of a series have the antibody of Lambert-Eaton syndrome, and so that syndrome."""
    return set(publication.antibody) - {"sox1"} == {JUNCTION}


def _not_simulated(publication: Cohort, words: str, origin: str) -> str | None:
    """Why a row is about an age, about the growth of the tumour, or a drug outside the simulated care, or None."""
    if re.match(r"(birth|conception)", origin):
        return "time is counted from birth: an age, and not how long it took"
    if re.search(OF_THE_TUMOUR, words) and re.match(r"(tumour|cancer|start of chemo)", origin):
        return "how long the tumour does not progress is not simulated"
    drug = re.search(NOT_IN_CARE, words)
    if drug is None or set(treatment_keys(drug.group())) & set(trial_drugs(publication)):
        return None
    return f"the simulated care has no {drug.group()}"


def _of_series(publication: Cohort) -> str | None:
    """Why a whole series is about patients whom the model does not have, or None."""
    if re.match(TESTED, publication.syndrome_text):
        return "people tested in whom the antibody was found: most had no disease of it"
    if re.search(SERA_OF_TUMOURS, publication.design):
        return "people with a tumour whose sera were tested for the antibody: most had no disease of it"
    at_large = "mixed" in publication.antibody and not re.search(PARANEOPLASTIC, publication.syndrome_text)
    if at_large and provoked_by_drug(publication):
        return "side effects of checkpoint inhibitors at large, most of them not paraneoplastic"
    named = "lambert_eaton" in publication.syndrome or re.search(r"(?i)lems|lambert", publication.syndrome_text)
    if publication.antibody == (JUNCTION,) and not named:
        return "P/Q VGCC antibodies without Lambert-Eaton syndrome are no disease of the model"
    return None
