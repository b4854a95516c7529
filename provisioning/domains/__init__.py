"""Domains of creators' own: proven by DNS, watched, served, certified (ADR 18).

`actions` adds, removes and chooses the primary; `looking` checks and verifies. The command line, the Studio, the API
and the watch call the same.
"""
