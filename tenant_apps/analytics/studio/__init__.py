"""Analytics in the Studio."""
