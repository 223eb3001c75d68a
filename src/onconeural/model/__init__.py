"""The disease model: equations, parameter registry, antibodies and interventions."""

from onconeural.model.antibodies import (
    antibodies_of_phenotype,
    antibody,
    modelled,
    outside_domain,
    readings,
    stand_in,
    varying_symbols,
)
from onconeural.model.antibody_record import Antibody
from onconeural.model.compose import antimony_text, disease_model, equations, model_hash, scales
from onconeural.model.drugs import Intervention, doses, intervention, interventions_named
from onconeural.model.life_table import background_hazard
from onconeural.model.people import Age, Share, TumourShare
from onconeural.model.registry import Parameter, Registry, Spread, State, registry
from onconeural.model.settings import Setting, Treated
from onconeural.model.tumours import Tumour, modelled_tumours, tumour

__all__ = [
    "Age",
    "Antibody",
    "Intervention",
    "Parameter",
    "Registry",
    "Setting",
    "Share",
    "Spread",
    "State",
    "Treated",
    "Tumour",
    "TumourShare",
    "antibodies_of_phenotype",
    "antibody",
    "antimony_text",
    "background_hazard",
    "disease_model",
    "doses",
    "equations",
    "intervention",
    "interventions_named",
    "model_hash",
    "modelled",
    "modelled_tumours",
    "outside_domain",
    "readings",
    "registry",
    "scales",
    "stand_in",
    "tumour",
    "varying_symbols",
]
