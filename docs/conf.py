"""Sphinx configuration: `sphinx-build -W -b html docs docs/_build`."""

from onconeural import __version__

project = "onconeural"
author = "The onconeural developers"
copyright = author
version = release = __version__

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"onconeural {__version__}"
html_theme_options = {
    "announcement": "Research software. Not medical advice.",
    "source_repository": "https://github.com/onconeural/onconeural/",
    "source_branch": "main",
    "source_directory": "docs/",
}
