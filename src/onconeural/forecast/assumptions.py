"""What a forecast takes for granted: rules that were chosen, and parameters that nobody measured."""

from __future__ import annotations

from collections.abc import Iterator

from onconeural.calibration import shipped
from onconeural.evidence import tumour_label
from onconeural.forecast.facts import MRS_SD, WRONG_AREA
from onconeural.forecast.measurement import measurement, numbers
from onconeural.forecast.result import Assumption, Watch
from onconeural.forecast.strategies import SEARCH_EVERY, SEARCHES, all_strategies
from onconeural.forecast.strategy_record import Strategy
from onconeural.model import (
    Age,
    Intervention,
    Setting,
    Share,
    antibody,
    cautions,
    intervention,
    involved_below,
    registry,
    tumour,
)
from onconeural.population import TREATMENT_DELAY


def compared_interventions(compared: tuple[Strategy, ...]) -> tuple[Intervention, ...]:
    """Every intervention that some strategy uses, once."""
    keys = dict.fromkeys(k for s in compared for k in s.interventions)
    return tuple(intervention(k) for k in keys)


def compared_cautions(compared: tuple[Strategy, ...]) -> tuple[Watch, ...]:
    """What to beware of with strategies and with their treatments, in their order."""
    own = (Watch(s.id, s.label, c.text, c.source, c.status) for s in compared for c in s.cautions)
    drugs = (
        Watch(record.id, record.label, caution.text, caution.source, caution.status)
        for record in compared_interventions(compared)
        for caution in cautions(record.id)
    )
    return (*own, *drugs)


def assumptions(antibodies: tuple[str, ...], compared: tuple[Strategy, ...]) -> tuple[Assumption, ...]:
    """Rules, regimens, settings, patients and parameters behind a forecast that are not measured."""
    kinds = dict.fromkeys(part.tumour for key in antibodies for part in antibody(key).tumours)
    settings = (
        *(a for key in antibodies for a in _settings(key)),
        *(a for kind in kinds for a in _tumour_settings(kind)),
    )
    patients = dict.fromkeys(a for key in antibodies for a in _patients(key))
    return (*_rules(), *_measurement(), *_regimens(compared), *settings, *patients, *_parameters())


def _rules() -> Iterator[Assumption]:
    texts = {
        "mrs_reading": f"one mRS reading lies around the model's value with a standard deviation of {MRS_SD:g}",
        "target_areas": "four target areas (ganglia and peripheral nerve, limbic system, brainstem, cerebellum), each "
        f"with its own vulnerability; an area is involved when its function is below {100 * involved_below():g} %",
        "named_area": f"a syndrome names the area that is affected most, except in {100 * WRONG_AREA:g} % of patients",
        "tumour_search": f"an unknown tumour is searched for on the start day and every {SEARCH_EVERY:g} days, "
        f"{SEARCHES} times; treatment begins {TREATMENT_DELAY:g} days after it is found",
        "posterior": _posterior(),
        "mrs_death": "the dead count as mRS 6",
        "equal_shares": "where several antibodies, or two readings of one, are possible, each has the same share "
        "before the facts are weighed, unless counts say how often such an antibody result is true",
        "background_death": "other causes of death act as in the general population of this age and sex",
    }
    return (Assumption(f"rule:{key}", text, "assumed") for key, text in texts.items())


def _posterior() -> str:
    found = shipped()
    if found is None:
        return "shared values are single: the posterior that ships belongs to other equations or values"
    return f"shared values are {len(found.draws)} draws of a posterior ({found.basis}); twins come from different draws"


def _measurement() -> Iterator[Assumption]:
    """How findings are held against the model."""
    for place, number in numbers(measurement()):
        if number.status != "measured":
            said = "; ".join(filter(None, (number.basis, number.source)))
            text = f"{place.replace('_', ' ').replace('.', ', ')} = {number.value:g}{f' ({said})' if said else ''}"
            yield Assumption(f"rule:measurement.{place}", text, number.status)


def _regimens(compared: tuple[Strategy, ...]) -> Iterator[Assumption]:
    for strategy in compared:
        if strategy.basis and strategy in all_strategies():
            yield Assumption(f"strategy:{strategy.id}", f"{strategy.label}: {strategy.basis}", "assumed")
    for record in compared_interventions(compared):
        yield Assumption(f"intervention:{record.id}", f"{record.label}: {record.regimen}", record.status)


def _settings(key: str) -> Iterator[Assumption]:
    record = antibody(key)
    for symbol, setting in record.settings.items():
        yield _setting(f"{key}.{symbol}", record.label, symbol, record.value(symbol), setting)


def _tumour_settings(kind: str) -> Iterator[Assumption]:
    for symbol, setting in tumour(kind).settings.items():
        value = setting.of(registry().parameter(symbol).value)
        yield _setting(f"{kind}.{symbol}", tumour_label(kind), symbol, value, setting)


def _setting(name: str, label: str, symbol: str, value: float, setting: Setting) -> Assumption:
    text = f"{label}: {registry().parameter(symbol).meaning} = {value:g} ({setting.basis})"
    status = {"fitted": "inferred", "borrowed": "assumed"}.get(setting.status, setting.status)
    return Assumption(f"setting:{name}", text, status)


def _patients(key: str) -> Iterator[Assumption]:
    """Tumour mix, age and sex where no source was read for them."""
    record = antibody(key)
    parts: dict[str, Age | Share] = {
        f"age {record.age.low:g} to {record.age.high:g}, median {record.age.median:g}": record.age,
        f"{record.female.share * 100:.0f} % are women": record.female,
    }
    for part in record.tumours:
        parts[f"{part.share * 100:.0f} % of those with a tumour have {tumour_label(part.tumour)}"] = part
    for text, known in parts.items():
        if known.status == "assumed":
            yield Assumption(f"antibody:{record.antibody}", f"{record.label}: {text} ({known.basis})", "assumed")


def _parameters() -> Iterator[Assumption]:
    for p in registry().parameters:
        if p.status == "assumed":
            unit = "" if p.unit == "1" else f" {p.unit}"
            yield Assumption(f"parameter:{p.id}", f"{p.meaning} = {p.value:g}{unit} ({p.basis})", p.status)
