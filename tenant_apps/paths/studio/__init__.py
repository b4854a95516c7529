"""Paths in the Studio."""
