"""Rodas5P, the Rosenbrock method of the engine: order 5(4), eight stages, stiffly accurate, with dense output.

Steinebach 2023, BIT Numerical Mathematics 63:27, doi:10.1007/s10543-023-00967-x.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Tableau:
    """Coefficients in the form that needs no product with the Jacobian (Hairer and Wanner, Solving ODEs II, IV.7).

    Stage i solves (I/(h gamma) - J) u_i = f(t + nodes_i h, y + sum a_ij u_j) + sum c_ij u_j / h + slopes_i h df/dt.
    The new state is y + sum a_sj u_j + u_s, its error u_s; ``dense``: rows of weights of u for the interpolant.
    """

    order: int
    gamma: float
    a: tuple[tuple[float, ...], ...]
    c: tuple[tuple[float, ...], ...]
    dense: tuple[tuple[float, ...], ...]

    @property
    def stages(self) -> int:
        """Number of stages."""
        return len(self.a)

    @cached_property
    def _inner(self) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """The matrix of the gamma_ij, which the c_ij are made of."""
        s = self.stages
        inverse = np.eye(s) / self.gamma
        for i, row in enumerate(self.c):
            inverse[i, : len(row)] -= row
        return np.asarray(np.linalg.inv(inverse))

    @cached_property
    def nodes(self) -> tuple[float, ...]:
        """Where in the step each stage evaluates the rates, as a share of it."""
        outer = np.zeros((self.stages, self.stages))
        for i, row in enumerate(self.a):
            outer[i, : len(row)] = row
        return tuple((outer @ self._inner).sum(axis=1).tolist())

    @cached_property
    def slopes(self) -> tuple[float, ...]:
        """Weight of df/dt in each stage."""
        return tuple(self._inner.sum(axis=1).tolist())

    @cached_property
    def steady(self) -> tuple[float, ...]:
        """What each u_i is, in units of the first, where the rates do not change within the step."""
        found = (s / self.gamma for s in self.slopes)
        return tuple(0.0 if abs(s) < 1e-12 else s for s in found)

    def centred(self, weights: tuple[float, ...]) -> tuple[float, ...]:
        """The weights of a sum of u, for u_1 and the differences w_i = u_i - steady_i u_1 in its place.

        The large weights of this method then multiply small numbers, and a step loses no digits in its sums.
        """
        return (sum(w * s for w, s in zip(weights, self.steady, strict=False)), *weights[1:])


_LAST = (-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946)

RODAS5P = Tableau(
    order=5,
    gamma=0.21193756319429014,
    a=(
        (),
        (3.0,),
        (2.849394379747939, 0.45842242204463923),
        (-6.954028509809101, 2.489845061869568, -10.358996098473584),
        (2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641),
        _LAST,
        (*_LAST, 1.0),
        (*_LAST, 1.0, 1.0),
    ),
    c=(
        (),
        (-14.155112264123755,),
        (-17.97296035885952, -2.859693295451294),
        (147.12150275711716, -1.41221402718213, 71.68940251302358),
        (165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306),
        (24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471),
        (
            30.91273214028599,
            -3.1208243349937974,
            77.79954646070892,
            34.28646028294783,
            -19.097331116725623,
            -28.087943162872662,
        ),
        (
            37.80277123390563,
            -3.2571969029072276,
            112.26918849496327,
            66.9347231244047,
            -40.06618937091002,
            -54.66780262877968,
            -9.48861652309627,
        ),
    ),
    dense=(
        (
            25.948786856663858,
            -2.5579724845846235,
            10.433815404888879,
            -2.3679251022685204,
            0.524948541321073,
            1.1241088310450404,
            0.4272876194431874,
            -0.17202221070155493,
        ),
        (
            -9.91568850695171,
            -0.9689944594115154,
            3.0438037242978453,
            -24.495224566215796,
            20.176138334709044,
            15.98066361424651,
            -6.789040303419874,
            -6.710236069923372,
        ),
        (
            11.419903575922262,
            2.8879645146136994,
            72.92137995996029,
            80.12511834622643,
            -52.072871366152654,
            -59.78993625266729,
            -0.15582684282751913,
            4.883087185713722,
        ),
    ),
)
