"""Domains of creators' own: what the command line, the Studio, the API and the watch call alike."""

from provisioning.domains.actions import add_domain, make_primary, remove_domain

__all__ = ["add_domain", "make_primary", "remove_domain"]
