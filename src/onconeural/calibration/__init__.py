"""Calibration and validation: published cohorts as targets, the posterior, and the table of what holds.

Names are loaded when first used: the samplers are slow to load, and only one command needs them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
