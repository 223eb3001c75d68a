"""The antibodies of the model as a list: what each record says, and whether forecasts are shown and ranked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onconeural.evidence import antibody_keys, antibody_label, tumour_label
from onconeural.forecast import may_rank, status
from onconeural.model import (
    Age,
    Antibody,
    Share,
    antibody,
    modelled,
    outside_domain,
    readings,
    registry,
    stand_in,
    tumour,
)


def antibody_row(record: Antibody) -> dict[str, str]:
    """One antibody in words, for a table: class, tumours, found, age, women, settings, forecast.

    >>> antibody_row(antibody("yo"))["women"]
    '100 %'
    """
    shown = [f"{t.share * 100:.0f} % {tumour_label(t.tumour)}" for t in record.tumours]
    apart = [f"{_years(t.age)} with {tumour_label(t.tumour)}" for t in record.tumours if t.age]
    return {
        "antibody": antibody_label(record.antibody),
        "class": record.antibody_class,
        "tumours": ", ".join(shown),
        "found": f"{record.with_tumour.share * 100:.0f} %",
        "age": "; ".join((_years(record.age), *apart)),
        "women": f"{record.female.share * 100:.0f} %",
        "settings": _settings_in_words(record),
        "forecast": "ranked" if may_rank((record.id,)) else "shown, not ranked",
    }


def antibody_rows() -> tuple[dict[str, str], ...]:
    """All antibodies with a record, in the order of the file."""
    return tuple(antibody_row(antibody(readings(key)[0])) for key in _keys())


def without_record() -> tuple[tuple[str, str], ...]:
    """Antibodies without a record: label, and what happens in a forecast."""
    others = [key for key in antibody_keys() if not readings(key)]
    return tuple((antibody_label(key), _without(key)) for key in others)


def antibody_document(key: str) -> dict[str, Any]:
    """Everything known of one antibody, as plain data; KeyError for a key that the vocabulary does not have.

    >>> antibody_document("sox1")["forecast"]["shown"]
    False
    """
    if key not in antibody_keys():
        raise KeyError(key)
    own = [antibody(one) for one in readings(key)]
    head = {"id": key, "label": antibody_label(key)}
    if not own:
        return {**head, "forecast": {"shown": stand_in(key) is not None, "ranked": False, "why": _without(key)}}
    return {**head, **_record(own[0]), "readings": [_reading(record) for record in own]}


def antibody_documents() -> tuple[dict[str, Any], ...]:
    """The same for every antibody of the vocabulary, those with a record first."""
    others = [key for key in antibody_keys() if key not in _keys()]
    return tuple(antibody_document(key) for key in (*_keys(), *others))


def _years(age: Age) -> str:
    return f"{age.median:g} ({'middle half ' if age.covers == 'iqr' else ''}{age.low:g} to {age.high:g})"


def _keys() -> tuple[str, ...]:
    return tuple(dict.fromkeys(antibody(one).antibody for one in modelled()))


def _without(key: str) -> str:
    other, why = stand_in(key), outside_domain(key)
    if other:
        return f"the settings of {antibody_label(other)} stand in (assumed)"
    return f"no forecast: {why}" if why else "no settings: the phenotype decides which antibodies are considered"


def _settings_in_words(record: Antibody) -> str:
    if record.antibody_class == "uncertain":
        return "; ".join(f"{r.reading}: as {r.borrows}" for r in map(antibody, readings(record.antibody)))
    own = sum(1 for s in record.settings.values() if s.status != "borrowed")
    if record.borrows:
        return f"as {record.borrows} (assumed)" + (f", {own} of its own" if own else "")
    return f"{own} of its own" if own else "the registry's"


def _record(record: Antibody) -> dict[str, Any]:
    return {
        "class": record.antibody_class,
        "why_uncertain": record.why_uncertain,
        "tumours": [{"tumour": t.tumour, **_shared(t), **_growth(t.tumour)} for t in record.tumours],
        "with_tumour": _shared(record.with_tumour),
        "age_years": _age(record.age),
        "female": _shared(record.female),
        "symptomatic": record.symptomatic.model_dump() if record.symptomatic else None,
        "limits": list(record.limits),
        "sources": list(record.cited),
        "forecast": {"shown": True, "ranked": may_rank((record.id,)), "why": status((record.id,))},
    }


def _reading(record: Antibody) -> dict[str, Any]:
    free = record.tumour_free
    return {
        "id": record.id,
        "reading": record.reading,
        "borrows": record.borrows,
        "settings": list(_differences(record)),
        "tumour_free_draws": free.share if free else 0.0,
        "simulated_share": record.onset_search.share,
        "horizon_days": record.horizon,
    }


def _differences(record: Antibody) -> Iterator[dict[str, Any]]:
    for symbol, setting in record.settings.items():
        parameter = registry().parameter(symbol)
        values = {"value": record.value(symbol), "unit": parameter.unit, "registry": parameter.value}
        yield {
            "symbol": symbol,
            "meaning": parameter.meaning,
            **values,
            "status": setting.status,
            "basis": setting.basis,
        }


def _growth(kind: str) -> dict[str, Any]:
    record = tumour(kind)
    return {
        "settings": sorted(record.settings),
        "settings_basis": record.basis,
        "settings_sources": list(record.sources),
    }


def _shared(part: Share) -> dict[str, Any]:
    return {"share": part.share, "n": part.n, "source": part.source, "status": part.status, "basis": part.basis}


def _age(age: Age) -> dict[str, Any]:
    return age.model_dump()
