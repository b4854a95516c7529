"""Offers and coupons in the Studio."""

from tenant_apps.catalog.studio.coupons import CouponsDesk
from tenant_apps.catalog.studio.desk import OffersDesk

__all__ = ["CouponsDesk", "OffersDesk"]
