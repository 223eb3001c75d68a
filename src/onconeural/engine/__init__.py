"""The engine: SBML or Antimony in, simulations of many patients out. It knows numbers only."""

from onconeural.engine.doses import Dose
from onconeural.engine.errors import ModelError, RequestError
from onconeural.engine.model import Model
from onconeural.engine.precision import Precision
from onconeural.engine.reducers import Highest, Last, Lowest, Mean, Quantiles, Reducer
from onconeural.engine.result import Failure, Result, Status

__all__ = [
    "Dose",
    "Failure",
    "Highest",
    "Last",
    "Lowest",
    "Mean",
    "Model",
    "ModelError",
    "Precision",
    "Quantiles",
    "Reducer",
    "RequestError",
    "Result",
    "Status",
]
