"""Bring a fork's changes back to the business it was forked from."""
