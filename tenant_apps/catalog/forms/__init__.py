"""Offers, prices and terms of sale as a creator writes them."""

from tenant_apps.catalog.forms.coupon import CodesForm, CouponForm, ExtraForm
from tenant_apps.catalog.forms.money import MoneyField
from tenant_apps.catalog.forms.offer import OfferForm
from tenant_apps.catalog.forms.price import PriceForm
from tenant_apps.catalog.forms.terms import SaleForm

__all__ = ["CodesForm", "CouponForm", "ExtraForm", "MoneyField", "OfferForm", "PriceForm", "SaleForm"]
