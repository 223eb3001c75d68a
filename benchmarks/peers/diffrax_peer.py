"""diffrax: Kvaerno5 under vmap and jit, in double precision. Without doses only: it has no restart inside vmap."""

from __future__ import annotations

import math

import numpy as np

from peers.equations import equations
from problems import Problem


def prepare(problem: Problem):
    raise NotImplementedError
