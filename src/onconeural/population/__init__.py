"""The virtual population: plausible patients, those who fall ill, their clinical course, and the ten facts."""

from onconeural.population.cohorts import Cohort, Row, cohort, ill_of_tumours, summary
from onconeural.population.course import clinical_course
from onconeural.population.course_record import Course
from onconeural.population.draws import exponential, normal, uniform
from onconeural.population.estimates import Estimate
from onconeural.population.onset import PRECISION, RTOL, Diseased, diseased, join
from onconeural.population.persons import Persons, age_density, persons, share_female
from onconeural.population.plausible import Patients, plausible
from onconeural.population.relapse import TREATMENT_DELAY
from onconeural.population.ten_facts import Fact, Part, facts, published_facts
from onconeural.population.tumour_survival import PublishedSurvival, Survival, published_survival, tumour_survival

__all__ = [
    "PRECISION",
    "RTOL",
    "TREATMENT_DELAY",
    "Cohort",
    "Course",
    "Diseased",
    "Estimate",
    "Fact",
    "Part",
    "Patients",
    "Persons",
    "PublishedSurvival",
    "Row",
    "Survival",
    "age_density",
    "clinical_course",
    "cohort",
    "diseased",
    "exponential",
    "facts",
    "ill_of_tumours",
    "join",
    "normal",
    "persons",
    "plausible",
    "published_facts",
    "published_survival",
    "share_female",
    "summary",
    "tumour_survival",
    "uniform",
]
