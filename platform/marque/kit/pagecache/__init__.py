"""Whole pages for anonymous visitors, served without touching Postgres (DESIGN §10)."""
