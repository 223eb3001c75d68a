"""The virtual population: plausible patients, and those among them who fall ill."""

from onconeural.population.draws import exponential, normal, uniform
from onconeural.population.onset import TREATMENT_DELAY, Diseased, diseased, join
from onconeural.population.persons import Persons, age_density, persons, share_female
from onconeural.population.plausible import Patients, plausible

__all__ = [
    "TREATMENT_DELAY",
    "Diseased",
    "Patients",
    "Persons",
    "age_density",
    "diseased",
    "exponential",
    "join",
    "normal",
    "persons",
    "plausible",
    "share_female",
    "uniform",
]
