"""PDFs drawn page by page, by poppler's programs on this machine."""
