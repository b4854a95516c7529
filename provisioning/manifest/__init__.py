"""Tenants as code: a file says what a business is; plan shows the difference, apply makes it so."""
