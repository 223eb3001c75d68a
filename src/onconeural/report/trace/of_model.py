"""Traces of what lives in the model: parameters, antibodies with their settings, interventions, rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onconeural.evidence import antibody_keys, antibody_label, phenotype_ids, phenotype_label
from onconeural.evidence.editorial import Editorial
from onconeural.evidence.entries import Base
from onconeural.evidence.files import load
from onconeural.forecast import strategies
from onconeural.forecast.assumptions import assumptions, compared_interventions
from onconeural.model import (
    Antibody,
    Parameter,
    antibodies_of_phenotype,
    antibody,
    doses,
    intervention,
    interventions,
    modelled,
    outside_domain,
    registry,
    stand_in,
)
from onconeural.model.hormones import hormone_registry
from onconeural.report.trace.equations import equation_uses
from onconeural.report.trace.of_evidence import editorial, facts
from onconeural.report.trace.result import Facts, Trace, Use
from onconeural.report.trace.uses import EVERY_FORECAST

CURVES = Use("curves", "model hormones", "every curve of the hormonal route; no forecast")


def model_traces(base: Base, key: str) -> Iterator[tuple[str, Callable[[], Trace]]]:
    """Yield the kind and the maker of the trace of everything in the model that has this id."""
    for parameter in _parameters():
        if key in (parameter.id, parameter.symbol):
            yield "parameter", lambda parameter=parameter: _parameter(parameter)  # type: ignore[misc]
    if key in antibody_keys():
        yield "antibody", lambda: _antibody(base, key)
    if key in [record.id for record in interventions()]:
        yield "intervention", lambda: _intervention(key)
    if "." in key and key.partition(".")[0] in modelled():
        name, _, symbol = key.partition(".")
        if symbol in antibody(name).settings:
            yield "setting", lambda: _setting(name, symbol)
    for rule in assumptions(()):
        if rule.id == f"rule:{key}":
            yield (
                "rule",
                lambda rule=rule: Trace(  # type: ignore[misc]
                    "rule", key, rule.text, facts(status=rule.status), (), (), _editorial(), (EVERY_FORECAST,)
                ),
            )


def model_ids() -> Iterator[tuple[str, str]]:
    """Yield kind and id of everything in the model that has a trace."""
    yield from (("parameter", parameter.id) for parameter in _parameters())
    yield from (("antibody", key) for key in antibody_keys())
    yield from (("intervention", record.id) for record in interventions())
    yield from (("setting", f"{key}.{symbol}") for key in modelled() for symbol in antibody(key).settings)
    yield from (("rule", rule.id.removeprefix("rule:")) for rule in assumptions(()) if rule.id.startswith("rule:"))


def _editorial() -> Facts:
    """Return the editorial facts of all records of the model; its files state none of their own."""
    return editorial(Editorial(**load("editorial.yaml")["defaults"]))


def _parameters() -> tuple[Parameter, ...]:
    """Return the parameters of the disease model, then those that only the hormone model has."""
    return tuple(dict.fromkeys((*registry().parameters, *hormone_registry().parameters)))


def _parameter(record: Parameter) -> Trace:
    where = EVERY_FORECAST if record in registry().parameters else CURVES
    known = facts(
        symbol=record.symbol, value=f"{record.value:g} {record.unit}", level=record.level, spread=_spread(record)
    )
    how = facts(status=record.status, basis=record.basis)
    uses = (*equation_uses(record.symbol), *_setting_uses(record.symbol), *_dose_uses(record.symbol), where)
    return Trace("parameter", record.id, record.meaning, known, how, record.sources, _editorial(), uses)


def _spread(record: Parameter) -> str | None:
    if record.spread is None:
        return None
    return ", ".join(f"{name} {value}" for name, value in record.spread.model_dump(exclude_none=True).items())


def _setting_uses(symbol: str) -> Iterator[Use]:
    for key in modelled():
        if symbol in antibody(key).settings:
            value = antibody(key).value(symbol)
            yield Use("antibody", key, f"{antibody_label(key)} sets it to {value:g}")


def _dose_uses(symbol: str) -> Iterator[Use]:
    for record in compared_interventions():
        if any(symbol == dose.per for dose in record.doses):
            yield Use("intervention", record.id, f"doses are divided by {symbol}")


def _antibody(base: Base, key: str) -> Trace:
    why = outside_domain(key)
    own = antibody(key) if key in modelled() else None
    state = "has settings of its own" if own else f"outside the domain: {why}" if why else _borrowed(key)
    known = facts(model=state, target=own.antibody_class if own else None, tumour=own.tumour if own else None)
    settings = _settings(own) if own else ()
    sources = tuple(dict.fromkeys(cohort.record.source for cohort in base.cohorts if key in cohort.record.antibody))
    return Trace(
        "antibody",
        key,
        antibody_label(key),
        (*known, *settings),
        (),
        sources,
        _editorial(),
        tuple(_antibody_uses(base, key)),
    )


def _settings(own: Antibody) -> Facts:
    rows = own.settings.items()
    return tuple((f"setting {symbol}", f"{own.value(symbol):g} ({s.status}: {s.basis})") for symbol, s in rows)


def _borrowed(key: str) -> str:
    other = stand_in(key)
    return f"borrows the settings of {other} (assumed)" if other else "no settings, and none to borrow"


def _antibody_uses(base: Base, key: str) -> Iterator[Use]:
    if key in modelled():
        for symbol in antibody(key).settings:
            yield from equation_uses(symbol, f"setting {key}.{symbol}")
    for row in base.criteria:
        values = row.record.values
        if key in (values.get("id"), values.get("antibody")):
            yield Use("score", row.id, "row for this antibody")
    for cohort in base.cohorts:
        if key in cohort.record.antibody:
            yield Use("cohort", cohort.id, cohort.record.role)
    for other in antibody_keys():
        if stand_in(other) == key:
            yield Use("antibody", other, f"{antibody_label(other)} borrows its settings (assumed)")
    for phenotype in _phenotypes(key):
        yield Use("phenotype", phenotype, f"considered for {phenotype_label(phenotype)} without antibody (assumed)")
    yield Use("report", "forecast", f"reports of cases with {antibody_label(key)}")


def _phenotypes(key: str) -> list[str]:
    return [
        name
        for name in phenotype_ids()
        if antibodies_of_phenotype(name) != modelled() and key in antibodies_of_phenotype(name)
    ]


def _intervention(key: str) -> Trace:
    record = intervention(key)
    states = dict.fromkeys(dose.state for dose in doses(key, 0.0))
    known = facts(regimen=record.regimen, doses_into=", ".join(states), names_in_a_case=", ".join(record.names) or None)
    uses: list[Use] = [use for state in states for use in equation_uses(state, f"a dose into {state}")]
    for strategy in strategies():
        if key in (*strategy.interventions, *strategy.tumour):
            uses.append(Use("strategy", strategy.id, strategy.label))
    if record in compared_interventions():
        uses.append(EVERY_FORECAST)
    how = facts(status=record.status, conversion=record.conversion)
    return Trace("intervention", key, record.label, known, how, record.sources, _editorial(), tuple(uses))


def _setting(name: str, symbol: str) -> Trace:
    setting, meaning = antibody(name).settings[symbol], registry().parameter(symbol).meaning
    how = facts(status=setting.status, basis=setting.basis)
    known = facts(value=f"{antibody(name).value(symbol):g}", unit=registry().parameter(symbol).unit)
    report = Use("report", "forecast", f"reports of cases with {antibody_label(name)}")
    uses = (*equation_uses(symbol), Use("antibody", name, antibody_label(name)), report)
    what = f"{antibody_label(name)}: {meaning}"
    return Trace("setting", f"{name}.{symbol}", what, known, how, (), _editorial(), uses)
