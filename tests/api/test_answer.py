"""The forecast in Python: tables, figures, notebook display, and an import that costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

import onconeural
from onconeural.report.records_table import Records

EXAMPLE = Path(__file__).parents[2] / "examples" / "hu_sclc_67f.yaml"


@pytest.fixture(scope="module")
def answer():
    return onconeural.forecast_case(EXAMPLE, twins=300, depth=False)


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, onconeural; sys.exit(any(m in sys.modules for m in ('numpy', 'pydantic', 'yaml', 'libsbml')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_public_names_are_frozen():
    assert onconeural.__all__ == ["INTENDED_USE", "__version__", "forecast_case"]
    with pytest.raises(AttributeError, match="attribute forcast"):
        _ = onconeural.forcast


def test_tables_hold_what_the_forecast_holds(answer):
    assert len(answer.outcomes) == len(answer.forecast.outcomes)
    row, outcome = answer.outcomes.rows[0], answer.forecast.outcomes[0]
    assert (row["mean_mrs"], row["mean_mrs_low"]) == (outcome.mean_mrs.value, outcome.mean_mrs.low)
    assert len(answer.curves) == sum(len(c.days) for c in answer.forecast.curves)
    assert len(answer.next_tests) == sum(len(t.results) for t in answer.forecast.next_tests)
    assert len(answer.windows) == len(answer.drivers) == 0


def test_the_notebook_shows_status_and_intended_use(answer):
    page = answer._repr_html_()
    assert onconeural.INTENDED_USE in page
    assert "not validated: no ranking" in page
    assert page.count("<tr>") == 25
    assert onconeural.INTENDED_USE in repr(answer)


def test_text_in_a_table_is_text():
    table = Records("<b>t</b>", ({"a": "<script>x</script>", "b": None},))
    assert "<script" not in table._repr_html_()
    assert "<b>" not in table._repr_html_()


def test_figures_and_files(answer, tmp_path):
    assert answer.figure().startswith(b"<?xml")
    assert answer.figure("time_line", "png").startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="what: found 'x', expected mrs_over_time or window"):
        answer.figure("x")
    with pytest.raises(ValueError, match="has no data for it"):
        answer.figure("window")
    assert answer.write(tmp_path)["json"].exists()
    assert answer.to_dict()["schema_version"] == "1.5"


def test_a_data_frame_or_what_to_install(answer):
    try:
        import pandas  # noqa: F401
    except ModuleNotFoundError:
        with pytest.raises(ModuleNotFoundError, match=r"onconeural\[frames\]"):
            answer.outcomes.to_frame()
        return
    frame = answer.outcomes.to_frame()
    assert list(frame.columns) == list(answer.outcomes.columns)


def test_a_parameter_can_be_changed_and_it_is_said(answer):
    """Half the kill rate of neurons from the forecast day on: less disability without treatment."""
    other = onconeural.forecast_case(EXAMPLE, twins=300, depth=False, factors={"kN": 0.5})
    assert other.outcomes.column("mean_mrs")[0] < answer.outcomes.column("mean_mrs")[0]
    assert any("kN is multiplied by 0.5" in w for w in other.forecast.warnings)
    assert other.forecast.provenance.run_id != answer.forecast.provenance.run_id
    with pytest.raises(ValueError, match="expected the symbol of a parameter"):
        onconeural.forecast_case(EXAMPLE, factors={"kNN": 0.5})
    with pytest.raises(ValueError, match="expected 0 to 100"):
        onconeural.forecast_case(EXAMPLE, factors={"kN": -1})
