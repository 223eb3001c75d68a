"""Traces of what lives in the model: parameters, antibodies with their settings, interventions, rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from onconeural.evidence import antibody_keys, antibody_label, phenotype_ids, phenotype_label, tumour_label
from onconeural.evidence.editorial import Editorial
from onconeural.evidence.entries import Base
from onconeural.evidence.files import load
from onconeural.forecast import Strategy, all_strategies, strategies
from onconeural.forecast.assumptions import assumptions, compared_interventions
from onconeural.model import (
    Antibody,
    Parameter,
    Setting,
    antibodies_of_phenotype,
    antibody,
    doses,
    intervention,
    interventions,
    modelled,
    modelled_tumours,
    outside_domain,
    readings,
    registry,
    stand_in,
    tumour,
)
from onconeural.model.hormones import hormone_registry
from onconeural.report.antibodies import antibody_row
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
    for strategy in all_strategies():
        if key == strategy.id:
            yield "strategy", lambda strategy=strategy: _strategy(strategy)  # type: ignore[misc]
    name, _, symbol = key.partition(".")
    if symbol in _all_settings(name):
        yield "setting", lambda: _setting(name, symbol)
    for rule in assumptions((), strategies()):
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
    yield from (("strategy", record.id) for record in all_strategies())
    for name in (*modelled(), *modelled_tumours()):
        yield from (("setting", f"{name}.{symbol}") for symbol in _all_settings(name))
    yield from (
        ("rule", rule.id.removeprefix("rule:")) for rule in assumptions((), strategies()) if rule.id.startswith("rule:")
    )


def _all_settings(name: str) -> Mapping[str, Setting]:
    """The settings of an antibody or a tumour; none for any other name."""
    if name in modelled():
        return antibody(name).settings
    return tumour(name).settings if name in modelled_tumours() else {}


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
            yield Use("antibody", antibody(key).antibody, f"{antibody(key).label} sets it to {value:g}")
    for kind in modelled_tumours():
        if symbol in tumour(kind).settings:
            value = tumour(kind).settings[symbol].of(registry().parameter(symbol).value)
            yield Use("setting", f"{kind}.{symbol}", f"{tumour_label(kind)} sets it to {value:g}")


def _dose_uses(symbol: str) -> Iterator[Use]:
    for record in compared_interventions(strategies()):
        if any(symbol == dose.per for dose in record.doses):
            yield Use("intervention", record.id, f"doses are divided by {symbol}")


def _antibody(base: Base, key: str) -> Trace:
    why, own = outside_domain(key), [antibody(one) for one in readings(key)]
    state = "has a record of its own" if own else f"outside the domain: {why}" if why else _stands_in(key)
    known = [*facts(model=state), *(_of_record(own[0]) if own else ())]
    settings = [fact for record in own for fact in _settings(record)]
    cohorts = [cohort.record.source for cohort in base.cohorts if key in cohort.record.antibody]
    sources = tuple(dict.fromkeys((*(own[0].cited if own else ()), *cohorts)))
    uses = tuple(_antibody_uses(base, key))
    return Trace("antibody", key, antibody_label(key), (*known, *settings), (), sources, _editorial(), uses)


def _of_record(own: Antibody) -> Facts:
    row = antibody_row(own)
    return facts(target=own.antibody_class, tumour=row["tumours"], age=row["age"], women=row["women"])


def _settings(own: Antibody) -> Facts:
    reading = f" ({own.reading})" if own.antibody_class == "uncertain" else ""
    rows = own.settings.items()
    return tuple((f"setting {symbol}{reading}", f"{own.value(symbol):g} ({s.status}: {s.basis})") for symbol, s in rows)


def _stands_in(key: str) -> str:
    other = stand_in(key)
    return f"borrows the settings of {other} (assumed)" if other else "no settings, and none to borrow"


def _antibody_uses(base: Base, key: str) -> Iterator[Use]:
    for one in readings(key):
        for symbol in antibody(one).settings:
            yield from equation_uses(symbol, f"setting {one}.{symbol}")
    for row in base.criteria:
        values = row.record.values
        if key in (values.get("id"), values.get("antibody")):
            yield Use("score", row.id, "row for this antibody")
    for cohort in base.cohorts:
        if key in cohort.record.antibody:
            yield Use("cohort", cohort.id, cohort.record.role)
    for other in antibody_keys():
        if stand_in(other) == key or key in [antibody(one).borrows for one in readings(other)]:
            yield Use("antibody", other, f"{antibody_label(other)} borrows its settings (assumed)")
    for phenotype in _phenotypes(key):
        yield Use("phenotype", phenotype, f"considered for {phenotype_label(phenotype)} without antibody (assumed)")
    yield Use("report", "forecast", f"reports of cases with {antibody_label(key)}")


def _phenotypes(key: str) -> list[str]:
    considered = {name: antibodies_of_phenotype(name) for name in phenotype_ids()}
    return [name for name, ids in considered.items() if ids != modelled() and set(readings(key)) & set(ids)]


def _intervention(key: str) -> Trace:
    record = intervention(key)
    states = dict.fromkeys(dose.state for dose in doses(key, 0.0))
    known = facts(regimen=record.regimen, doses_into=", ".join(states), names_in_a_case=", ".join(record.names) or None)
    uses: list[Use] = [use for state in states for use in equation_uses(state, f"a dose into {state}")]
    for strategy in all_strategies():
        if key in strategy.interventions:
            uses.append(Use("strategy", strategy.id, strategy.label))
    if record in compared_interventions(strategies()):
        uses.append(EVERY_FORECAST)
    how = facts(status=record.status, conversion=record.conversion)
    return Trace("intervention", key, record.label, known, how, record.sources, _editorial(), tuple(uses))


def _strategy(record: Strategy) -> Trace:
    known = facts(
        kind=record.kind,
        interventions=", ".join(record.interventions) or None,
        cautions="; ".join(record.all_cautions) or None,
    )
    uses = (EVERY_FORECAST,) if record.compared else ()
    how = facts(status="assumed", basis=record.basis)
    return Trace("strategy", record.id, record.label, known, how, record.all_sources, _editorial(), uses)


def _setting(name: str, symbol: str) -> Trace:
    setting, parameter = _all_settings(name)[symbol], registry().parameter(symbol)
    own = antibody(name) if name in modelled() else None
    label = own.label if own else tumour_label(name)
    how = facts(status=setting.status, basis=setting.basis)
    known = facts(value=f"{setting.of(parameter.value):g}", unit=parameter.unit)
    report = Use("report", "forecast", f"reports of cases with {label}")
    holder = (Use("antibody", own.antibody, antibody_label(own.antibody)),) if own else tuple(_with_tumour(name))
    uses = (*equation_uses(symbol), *holder, report)
    return Trace("setting", f"{name}.{symbol}", f"{label}: {parameter.meaning}", known, how, (), _editorial(), uses)


def _with_tumour(kind: str) -> Iterator[Use]:
    for key in dict.fromkeys(antibody(one).antibody for one in modelled()):
        if kind in [part.tumour for part in antibody(readings(key)[0]).tumours]:
            yield Use("antibody", key, f"{antibody_label(key)}: some of the twins have this tumour")
