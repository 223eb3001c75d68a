"""Which areas a surface antibody reaches: the main syndromes of simulated patients against published series."""

import numpy as np

from onconeural.population import cohort
from onconeural.population import readings as read


def test_caspr2_is_limbic_or_of_the_nerve_or_both():
    """Of 49 patients 23 had limbic encephalitis, 12 Morvan syndrome, 14 another one (van Sonderen 2016, Xiangya)."""
    course = cohort("caspr2", 9000, seed=5).course
    main = read.syndrome(course)[read.diagnosed(course)]
    assert len(main) > 400
    published = {"limbic": (34, 61), "multifocal": (15, 38), "peripheral": (18, 42)}  # Wilson: 23, 12 and 14 of 49
    for name, (low, high) in published.items():
        assert low < 100 * np.mean(main == name) < high
    assert 0.0 < np.mean(main == "cerebellum") < 0.1
