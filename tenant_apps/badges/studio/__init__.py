"""Badges in the Studio."""
