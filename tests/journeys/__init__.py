"""Journeys: people at a real site in a real browser, each to a visible result."""
