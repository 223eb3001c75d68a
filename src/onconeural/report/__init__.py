"""The report: one forecast as a page, a JSON document, a figure and a table for the terminal.

Names are loaded when first used, so that a table in the terminal does not wait for matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onconeural.report.cohorts import cohort_figure, cohort_json, cohort_parquet, cohort_table
    from onconeural.report.corrections import corrections_address
    from onconeural.report.figures import mrs_over_time
    from onconeural.report.html import forecast_html
    from onconeural.report.json import forecast_json
    from onconeural.report.many import many_json, many_table
    from onconeural.report.plain_lines import plain_text
    from onconeural.report.schema import forecast_schema
    from onconeural.report.scores import scores_json, scores_table
    from onconeural.report.search_plan import search_plan_chart, search_plan_text
    from onconeural.report.table import forecast_table, forecast_table_first, forecast_table_rest
    from onconeural.report.ten_facts import facts_json, facts_table
    from onconeural.report.workup_document import workup_json
    from onconeural.report.workup_terminal import workup_table
    from onconeural.report.workup_write import write_workup
    from onconeural.report.write import write_report

__all__ = [
    "cohort_figure",
    "cohort_json",
    "cohort_parquet",
    "cohort_table",
    "corrections_address",
    "facts_json",
    "facts_table",
    "forecast_html",
    "forecast_json",
    "forecast_schema",
    "forecast_table",
    "forecast_table_first",
    "forecast_table_rest",
    "many_json",
    "many_table",
    "mrs_over_time",
    "plain_text",
    "scores_json",
    "scores_table",
    "search_plan_chart",
    "search_plan_text",
    "workup_json",
    "workup_table",
    "write_report",
    "write_workup",
]

_MODULES = {
    "cohort_figure": "cohorts",
    "cohort_json": "cohorts",
    "cohort_parquet": "cohorts",
    "cohort_table": "cohorts",
    "corrections_address": "corrections",
    "facts_json": "ten_facts",
    "facts_table": "ten_facts",
    "forecast_html": "html",
    "forecast_json": "json",
    "forecast_schema": "schema",
    "forecast_table": "table",
    "forecast_table_first": "table",
    "forecast_table_rest": "table",
    "many_json": "many",
    "many_table": "many",
    "mrs_over_time": "figures",
    "plain_text": "plain_lines",
    "scores_json": "scores",
    "scores_table": "scores",
    "search_plan_chart": "search_plan",
    "search_plan_text": "search_plan",
    "workup_json": "workup_document",
    "workup_table": "workup_terminal",
    "write_report": "write",
    "write_workup": "workup_write",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
