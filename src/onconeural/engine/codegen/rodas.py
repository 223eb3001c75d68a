"""Rodas4P2, the Rosenbrock method of the engine: order 4(3), six stages, stiffly accurate, with dense output.

Steinebach 2020, Improvement of Rosenbrock-Wanner Method RODASP, in: Progress in Differential-Algebraic Equations II,
Springer, pages 165 to 184. Coefficients as in OrdinaryDiffEq.jl (MIT licence).
"""

from __future__ import annotations

from dataclasses import dataclass

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

    def _inner(self) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """The matrix of the gamma_ij, which the c_ij are made of."""
        s = self.stages
        inverse = np.eye(s) / self.gamma
        for i, row in enumerate(self.c):
            inverse[i, : len(row)] -= row
        return np.asarray(np.linalg.inv(inverse))

    @property
    def nodes(self) -> tuple[float, ...]:
        """Where in the step each stage evaluates the rates, as a share of it."""
        outer = np.zeros((self.stages, self.stages))
        for i, row in enumerate(self.a):
            outer[i, : len(row)] = row
        return tuple((outer @ self._inner()).sum(axis=1).tolist())

    @property
    def slopes(self) -> tuple[float, ...]:
        """Weight of df/dt in each stage."""
        return tuple(self._inner().sum(axis=1).tolist())

    @property
    def steady(self) -> tuple[float, ...]:
        """What each u_i is, in units of the first, where the rates do not change within the step."""
        found = (s / self.gamma for s in self.slopes)
        return tuple(0.0 if abs(s) < 1e-12 else s for s in found)

    def centred(self, weights: tuple[float, ...]) -> tuple[float, ...]:
        """The weights of a sum of u, for u_1 and the differences w_i = u_i - steady_i u_1 in its place.

        The large weights of this method then multiply small numbers, and a step loses no digits in its sums.
        """
        return (sum(w * s for w, s in zip(weights, self.steady, strict=False)), *weights[1:])


_LAST = (7.089566927282776, 4.573591406461604, -8.423496976860259, -0.959280113459775)

RODAS4P2 = Tableau(
    order=4,
    gamma=0.25,
    a=(
        (),
        (3.0,),
        (0.906377755268814, -0.189707390391685),
        (3.758617027739064, 1.161741776019525, -0.849258085312803),
        _LAST,
        (*_LAST, 1.0),
    ),
    c=(
        (),
        (-12.0,),
        (-6.354581592719008, 0.338972550544623),
        (-8.575016317114033, -7.606483992117508, 12.22499765012482),
        (-5.888975457523102, -8.157396617841821, 24.805546872612922, 12.790401512796979),
        (-4.408651676063871, -6.692003137674639, 24.625568527593117, 16.627521966636085, -5.714285714285718),
    ),
    dense=(
        (-5.323528268423303, -10.042123754867493, 17.175254928256965, -5.079931171878093, -0.016185991706112, 0.0),
        (6.984505741529879, 6.914061169603662, -0.849178943070653, 18.104410789349338, -3.516963011559032, 0.0),
    ),
)
