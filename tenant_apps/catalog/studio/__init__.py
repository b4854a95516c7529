"""Offers in the Studio."""

from tenant_apps.catalog.studio.desk import OffersDesk

__all__ = ["OffersDesk"]
