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
from onconeural.model.areas import Area, areas, areas_of_phenotype, involved_below, target_areas
from onconeural.model.compose import antimony_text, disease_model, equations, model_hash, scales
from onconeural.model.drugs import Intervention, doses, intervention, interventions_named
from onconeural.model.registry import Parameter, Registry, Spread, State, registry

__all__ = [
    "Antibody",
    "Area",
    "Intervention",
    "Parameter",
    "Registry",
    "Spread",
    "State",
    "antibodies_of_phenotype",
    "antibody",
    "antimony_text",
    "areas",
    "areas_of_phenotype",
    "disease_model",
    "doses",
    "equations",
    "intervention",
    "interventions_named",
    "involved_below",
    "model_hash",
    "modelled",
    "outside_domain",
    "registry",
    "scales",
    "stand_in",
    "target_areas",
    "varying_symbols",
]
