"""The parts of lessons in the Studio."""
