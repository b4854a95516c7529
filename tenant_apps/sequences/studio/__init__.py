"""Sequences in the Studio."""
