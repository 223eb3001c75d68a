"""The tables of a modeller: patients and doses in, courses and outcomes out. It knows no medicine."""

from onconeural.tables.courses import Courses, Layout
from onconeural.tables.dose_rows import DoseRow
from onconeural.tables.doses import read_doses, regimen
from onconeural.tables.population import Population, read_population
from onconeural.tables.problems import TableError
from onconeural.tables.writing import json_document, write_csv, write_parquet

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
