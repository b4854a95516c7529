"""Certificates in the Studio."""
