"""How `docs/` becomes a site: sphinx-build -W docs site."""

import graders

project = "lazylab"
author = "the authors of lazylab"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
exclude_patterns = ["images"]
myst_heading_anchors = 3
# GitHub shows these pages, too: links may lead to files that are no pages.
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]
autodoc_typehints = "description"
autodoc_member_order = "bysource"
PUBLIC = sorted(graders.__all__, key=str.lower)
