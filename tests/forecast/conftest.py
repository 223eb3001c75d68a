from pathlib import Path

import pytest

from onconeural.case import Case, load_case
from onconeural.forecast import forecast

EXAMPLE = Path(__file__).parents[2] / "examples" / "hu_sclc_67f.yaml"


@pytest.fixture(scope="session")
def example():
    return load_case(EXAMPLE)


@pytest.fixture(scope="session")
def hu_forecast(example):
    return forecast(example, twins=300)


@pytest.fixture
def build():
    """A case from a few facts."""

    def make(antibody="hu", phenotype="sensory_neuronopathy", **facts):
        antibodies = [{"name": antibody}] if antibody else []
        return Case(case_id="made_up", phenotype=phenotype, antibodies=antibodies, **facts)

    return make
