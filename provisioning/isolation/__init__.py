"""The self-test of the fence: tries to cross from one tenant into another, in every way we know."""
