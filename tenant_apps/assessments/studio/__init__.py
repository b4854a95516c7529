"""The quiz editor in the Studio."""
