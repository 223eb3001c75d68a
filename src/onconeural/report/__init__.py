"""The report: one forecast as a page, a JSON document, a figure and a table for the terminal.

Names are loaded when first used, so that a table in the terminal does not wait for matplotlib.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
