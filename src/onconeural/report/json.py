"""A forecast as a JSON document: the one content that the page and the files show.

Keys of the top level, all always there:

``schema_version``  version of this layout; a change of meaning or a removed key raises the first number
``intended_use``    the intended-use sentence
``status``          whether the model is calibrated and ranks
``refusal``         why the model must not be asked about this case; null where it may
``answer``          the answer in sentences; the first one says so where the facts do not decide
``case``            id, summary, source, antibodies, forecast_day and horizon_days (days), mrs_now, facts_used
``pns_care``        score, class, sentence, items, alternatives, flags, missing, clock, day, source, reference;
                    ``records`` (rows of the criteria) and ``claims`` behind each item and behind the class
``twins``           requested, used, effective, pool, failed, decided, floor, sentence
``outcomes``        one row per strategy and start; start_day counts from the forecast day, mRS 0 to 6 (dead),
                    shares 0 to 1 (``new_area_6_months``, ``new_area_12_months``: null where the antibody has one
                    target area), ``origin`` says which run simulated the row; ``gain_mrs`` and ``gain_not_worse``:
                    differences from doing nothing with 95% interval, above 0 is better; ``distribution``: shares of
                    mRS 0 to 6 after 0, 3, 6, 12 and 24 months; ``still_acting``: values at 12 months are flattered
``ranking``         since 1.4: strategies in order, and those tied with the first; null where ``status`` says why not
``curves``          mean and bands of mRS by day from onset, with ``origin``; ``low`` and ``high``: 80% of the twins;
                    since 1.4 also 50 and 95%
``windows``         since 1.3: gain by start day for each strategy; ``shown`` is false where no window can be shown,
                    and ``reason`` says why; ``open_until`` and ``half_lost`` count from the forecast day;
                    since 1.4 ``by_start``: the outcomes themselves
``drivers``         since 1.3: what each fact contributes, the forecast with it less the forecast without it
``next_tests``      since 1.3: further results, their probabilities, and what knowing them would gain
``regimens``        since 1.3: each strategy in words, with its sources
``missing``, ``warnings``, ``assumptions``  as in the forecast
``cautions``        what to beware of with each treatment compared: intervention, label, text, source, status, reference
``sources``         numbers of the references that the model rests on
``records``         ids of all records behind the numbers; ``onconeural evidence show ID`` prints each
``references``      number, key, citation, doi, pmid, url, link; numbered in reading order; since 1.4 ``reading``:
                    how far it was read
``model_error``     since 1.5: how far shares may be off, measured on published series (``logit_sd``: standard
                    deviation on the logit scale; null where it belongs to other values of the model)
``standings``       since 1.4: how each antibody did against published cohorts; empty where nothing is known
``time_line``       since 1.4: the facts known on the forecast day, by lane and day; null without a case
``work_up``         since 1.4: how far the antibody results can be trusted, and the tumour search; null without a case
``provenance``      what is needed to get the same bits again
``corrections``     address for corrections

A simulated number carries ``origin``, which names the run. An estimate is ``{"value", "low", "high"}``, the band
being 80% of the twins. What was not computed is null.
"""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from onconeural import INTENDED_USE
from onconeural.report import sentences
from onconeural.report.corrections import corrections_address
from onconeural.report.records import claims_behind, origin, record_ids, threshold_rows
from onconeural.report.references import reading_order, reference
from onconeural.report.time_line import marks, undated
from onconeural.report.trust import model_error, reading, standings
from onconeural.workup import work_up

if TYPE_CHECKING:
    from onconeural.forecast.result import Curve, Driver, Estimate, Forecast, NextTest, Outcome, Twins, Window

SCHEMA_VERSION = "1.5"
JUDGED = "counts that ship with this version (onconeural validate)"


def forecast_json(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as dictionaries, lists, strings, numbers and nulls (NaN and infinity become null).

    Texts stay as they came; whoever shows them must make them harmless first.
    """
    keys = reading_order(forecast)
    numbers = {key: position for position, key in enumerate(keys, start=1)}
    document = {
        "schema_version": SCHEMA_VERSION,
        "intended_use": INTENDED_USE,
        "status": forecast.status,
        "refusal": forecast.refusal,
        "answer": sentences.answer(forecast),
        "case": _case(forecast, numbers),
        "pns_care": _pns_care(forecast, numbers),
        "twins": {**_simulated(forecast.twins, forecast), "sentence": sentences.twin_count(forecast)},
        "ranking": asdict(forecast.ranking) if forecast.ranking else None,
        "outcomes": [_simulated(row, forecast) for row in forecast.outcomes],
        "curves": [_simulated(curve, forecast) for curve in forecast.curves],
        "windows": [_simulated(window, forecast) for window in forecast.windows],
        "drivers": [_simulated(driver, forecast) for driver in forecast.drivers],
        "next_tests": [_next_test(test, forecast) for test in forecast.next_tests],
        "regimens": [asdict(regimen) for regimen in forecast.regimens],
        "missing": forecast.missing,
        "warnings": forecast.warnings,
        "cautions": [asdict(c) | {"reference": numbers.get(c.source or "")} for c in forecast.cautions],
        "assumptions": [asdict(assumption) for assumption in forecast.assumptions],
        "sources": sorted({numbers[key] for key in forecast.sources if key}),
        "records": record_ids(forecast),
        "model_error": asdict(model_error()),
        "standings": [{**asdict(row), "origin": JUDGED} for row in standings(forecast)],
        "time_line": _time_line(forecast),
        "work_up": _work_up(forecast),
        "references": [{**reference(key, numbers[key]), "reading": reading(key, forecast)} for key in keys],
        "provenance": asdict(forecast.provenance),
        "corrections": corrections_address(),
    }
    return {key: _plain_values(value) for key, value in document.items()}


def _case(forecast: Forecast, numbers: dict[str, int]) -> dict[str, Any]:
    return {
        "id": forecast.case_id,
        "summary": forecast.case_summary,
        "source": forecast.case_source,
        "reference": numbers.get(forecast.case_source or ""),
        "antibodies": forecast.antibodies,
        "forecast_day": forecast.forecast_day,
        "horizon_days": forecast.horizon_days,
        "mrs_now": _simulated(forecast.mrs_now, forecast) if forecast.mrs_now else None,
        "facts_used": forecast.facts_used,
    }


def _pns_care(forecast: Forecast, numbers: dict[str, int]) -> dict[str, Any]:
    fields = asdict(forecast.certainty)
    return {
        "class": fields.pop("category"),
        **fields,
        "items": [_item(item, numbers) for item in fields["items"]],
        "records": threshold_rows(forecast.certainty),
        "claims": claims_behind(threshold_rows(forecast.certainty)),
        "reference": numbers.get(forecast.certainty.source),
        "sentence": sentences.certainty(forecast.certainty),
    }


def _item(item: dict[str, Any], numbers: dict[str, int]) -> dict[str, Any]:
    return {**item, "claims": claims_behind(item["records"]), "reference": numbers.get(item["source"])}


def _time_line(forecast: Forecast) -> dict[str, Any] | None:
    if forecast.case is None:
        return None
    return {
        "marks": [asdict(mark) for mark in marks(forecast.case)],
        "undated": [asdict(fact) for fact in undated(forecast.case)],
    }


def _work_up(forecast: Forecast) -> dict[str, Any] | None:
    if forecast.case is None:
        return None
    result = work_up(forecast.case)
    return {"antibodies": [asdict(found) for found in result.antibodies], "tumour_search": asdict(result.search)}


def _next_test(test: NextTest, forecast: Forecast) -> dict[str, Any]:
    results = [{"result": name, "probability": share} for name, share in test.results]
    return {**_simulated(test, forecast), "results": results}


def _simulated(
    row: Outcome | Curve | Twins | Estimate | Window | Driver | NextTest, forecast: Forecast
) -> dict[str, Any]:
    return {**asdict(row), "origin": origin(forecast)}


def _plain_values(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain_values(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_values(inner) for inner in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    return value
