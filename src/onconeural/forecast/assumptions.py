"""What a forecast takes for granted: rules that were chosen, and parameters that nobody measured."""

from __future__ import annotations

from collections.abc import Iterator

from onconeural.evidence import antibody_label
from onconeural.forecast.result import Assumption
from onconeural.forecast.strategies import SEARCH_EVERY, SEARCHES, strategies
from onconeural.forecast.twins import MRS_SD, WRONG_AREA
from onconeural.model import Intervention, antibody, intervention, involved_below, registry
from onconeural.population import TREATMENT_DELAY


def compared_interventions() -> tuple[Intervention, ...]:
    """Every intervention that some strategy uses, once."""
    keys = dict.fromkeys(k for s in strategies() for k in (*s.interventions, *s.tumour))
    return tuple(intervention(k) for k in keys)


def assumptions(antibodies: tuple[str, ...]) -> tuple[Assumption, ...]:
    """Rules, regimens, antibody settings and parameters behind a forecast that are not measured."""
    return (*_rules(), *_regimens(), *(a for key in antibodies for a in _settings(key)), *_parameters())


def _rules() -> Iterator[Assumption]:
    texts = {
        "mrs_reading": f"one mRS reading lies around the model's value with a standard deviation of {MRS_SD:g}",
        "target_areas": "four target areas (ganglia and peripheral nerve, limbic system, brainstem, cerebellum), each "
        f"with its own vulnerability; an area is involved when its function is below {100 * involved_below():g} %",
        "named_area": f"a syndrome names the area that is affected most, except in {100 * WRONG_AREA:g} % of patients",
        "tumour_search": f"an unknown tumour is searched for on the start day and every {SEARCH_EVERY:g} days, "
        f"{SEARCHES} times; treatment begins {TREATMENT_DELAY:g} days after it is found",
        "mrs_death": "the dead count as mRS 6",
        "equal_shares": "where several antibodies are possible, each has the same share before the facts are weighed",
    }
    return (Assumption(f"rule:{key}", text, "assumed") for key, text in texts.items())


def _regimens() -> Iterator[Assumption]:
    for record in compared_interventions():
        yield Assumption(f"intervention:{record.id}", f"{record.label}: {record.regimen}", record.status)


def _settings(key: str) -> Iterator[Assumption]:
    for symbol, setting in antibody(key).settings.items():
        meaning = registry().parameter(symbol).meaning
        text = f"{antibody_label(key)}: {meaning} = {antibody(key).value(symbol):g} ({setting.basis})"
        status = "inferred" if setting.status == "fitted" else setting.status
        yield Assumption(f"setting:{key}.{symbol}", text, status)


def _parameters() -> Iterator[Assumption]:
    for p in registry().parameters:
        if p.status == "assumed":
            unit = "" if p.unit == "1" else f" {p.unit}"
            yield Assumption(f"parameter:{p.id}", f"{p.meaning} = {p.value:g}{unit} ({p.basis})", p.status)
