"""Configuration of Sphinx. `python -m handbook` collects the pages and starts it: see docs/handbook."""

project = "briefing"
author = "The briefing developers"
project_copyright = "the briefing developers"
language = "en-GB"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
nitpicky = True
smartquotes = False  # keep the two hyphens of options

html_theme = "furo"
html_title = "briefing"
html_static_path = ["_static"]
html_css_files = ["own.css"]
html_copy_source = False
html_use_index = False
html_show_sourcelink = False
# The site must work from a disk, where the summaries of search results cannot be loaded from other pages.
html_show_search_summary = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#12355b",
        "color-brand-content": "#1b5e8c",
        "color-foreground-muted": "#55606b",
    },
    "dark_css_variables": {"color-brand-primary": "#9cc3e6", "color-brand-content": "#8fbfe8"},
}
# Chosen for their contrast in the light and the dark theme.
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
