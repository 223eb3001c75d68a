"""The disease model: equations, parameter registry, antibodies and interventions."""

from onconeural.model.antibodies import (
    antibodies_of_phenotype,
    antibody,
    modelled,
    outside_domain,
    readings,
    stand_in,
    varying_symbols,
    without_antibody,
)
from onconeural.model.antibody_record import Antibody, Immunotherapy
from onconeural.model.areas import Area, areas, areas_of_phenotype, called, involved_below, target_areas
from onconeural.model.compose import antimony_text, disease_model, equations, model_hash, scales
from onconeural.model.drug_record import Intervention
from onconeural.model.drugs import cautions, doses, intervention, interventions, interventions_named, reference_adult
from onconeural.model.life_table import background_hazard
from onconeural.model.people import Age, Share, TumourShare
from onconeural.model.registry import Parameter, Registry, Spread, State, registry
from onconeural.model.settings import Setting, Treated
from onconeural.model.tumours import Tumour, modelled_tumours, tumour

__all__ = [
    "Age",
    "Antibody",
    "Area",
    "Immunotherapy",
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
    "areas",
    "areas_of_phenotype",
    "background_hazard",
    "called",
    "cautions",
    "disease_model",
    "doses",
    "equations",
    "intervention",
    "interventions",
    "interventions_named",
    "involved_below",
    "model_hash",
    "modelled",
    "modelled_tumours",
    "outside_domain",
    "readings",
    "reference_adult",
    "registry",
    "scales",
    "stand_in",
    "target_areas",
    "tumour",
    "varying_symbols",
    "without_antibody",
]
