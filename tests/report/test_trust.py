"""How far the model may be off: measured on published series, and said beside every table."""

from __future__ import annotations

import io

import numpy as np
import pytest
from rich.console import Console

from onconeural.calibration import PosteriorError, share_error
from onconeural.forecast import Forecast
from onconeural.report import forecast_json, forecast_table, trust


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_the_range_of_a_share_holds_eighty_of_a_hundred_logit_normal_ones(share: float) -> None:
    logit = np.log(share / (1 - share)) + 1.1 * np.random.default_rng(1).standard_normal(200_000)
    low, high = trust.share_range(share, 1.1)
    assert np.mean((1 / (1 + np.exp(-logit)) >= low) & (1 / (1 + np.exp(-logit)) <= high)) == pytest.approx(
        0.8, abs=0.005
    )


def test_table_and_document_say_how_far_shares_may_be_off(forecast: Forecast) -> None:
    found = forecast_json(forecast)["model_error"]
    assert found["logit_sd"] == share_error() > 0.5
    assert [share for share, _, _ in found["examples"]] == [0.5, 0.8, 0.95]
    shown = io.StringIO()
    Console(file=shown, width=400).print(forecast_table(forecast))
    assert found["sentence"] in shown.getvalue()
    assert f"{100 * found['examples'][0][1]:.0f} to {100 * found['examples'][0][2]:.0f}%" in found["sentence"]


def test_an_error_of_other_values_of_the_model_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def stale() -> float:
        raise PosteriorError("of another model")

    monkeypatch.setattr(trust, "share_error", stale)
    assert trust.model_error() == trust.ModelError(None, (), trust.WHAT_BANDS_SAY)
