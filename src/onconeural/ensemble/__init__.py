"""The files of a modeller's ensemble: patients and doses in, courses and outcomes out. It knows no medicine."""

from onconeural.ensemble.courses import Courses, Layout
from onconeural.ensemble.dose_rows import DoseRow
from onconeural.ensemble.doses import read_doses, regimen
from onconeural.ensemble.population import Population, read_population
from onconeural.ensemble.problems import TableError
from onconeural.ensemble.writing import json_document, write_csv, write_parquet

__all__ = [
    "Courses",
    "DoseRow",
    "Layout",
    "Population",
    "TableError",
    "json_document",
    "read_doses",
    "read_population",
    "regimen",
    "write_csv",
    "write_parquet",
]
