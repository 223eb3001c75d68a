"""Cited facts: sources, claims, cohorts, diagnostic criteria, the words a case may use, and the gates that guard them.

Names are loaded when first used: records are typed with pydantic, which a `--help` must not wait for.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
