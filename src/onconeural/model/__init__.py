"""The disease model: equations, parameter registry, antibodies and interventions."""

from onconeural.model.antibodies import (
    Antibody,
    antibodies_of_phenotype,
    antibody,
    modelled,
    outside_domain,
    stand_in,
    varying_symbols,
)
from onconeural.model.compose import antimony_text, disease_model, equations, model_hash, scales
from onconeural.model.drugs import (
    Intervention,
    doses,
    intervention,
    interventions,
    interventions_named,
    reference_adult,
)
from onconeural.model.registry import Parameter, Registry, Spread, State, registry

__all__ = [
    "Antibody",
    "Intervention",
    "Parameter",
    "Registry",
    "Spread",
    "State",
    "antibodies_of_phenotype",
    "antibody",
    "antimony_text",
    "disease_model",
    "doses",
    "equations",
    "intervention",
    "interventions",
    "interventions_named",
    "model_hash",
    "modelled",
    "outside_domain",
    "reference_adult",
    "registry",
    "scales",
    "stand_in",
    "varying_symbols",
]
