"""Points and levels in the Studio."""
