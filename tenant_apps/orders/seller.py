"""Who sells: the brand's name and address, with what the tax office asks besides."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from marque.kit.reading import read_once
from tenant_apps.orders.models import Seller
from themes.brand import current_brand


@dataclass(frozen=True)
class TheSeller:
    """The seller as a value."""

    legal_name: str
    address: str
    email: str
    country: str
    region: str
    tax_id: str
    registration: str
    footer: str
    invoice_prefix: str
    credit_prefix: str
    prices_include_tax: bool
    eu_vat: str
    suspend_disputed: bool
    tax_engine: str

    @property
    def complete(self) -> bool:
        """Is there all that an invoice must say?"""
        return bool(self.legal_name and self.address and self.country)

    def written(self) -> dict[str, str]:
        """What an invoice keeps of it."""
        own = ("legal_name", "address", "email", "country", "region", "tax_id", "registration", "footer")
        return {name: value for name, value in asdict(self).items() if name in own}


@read_once
def the_seller() -> TheSeller:
    """Today's; blank where nothing was filled in."""
    row, brand = Seller.objects.first() or Seller(), current_brand()
    return TheSeller(
        legal_name=brand.legal_name,
        address=brand.postal_address,
        email=brand.support_email,
        country=row.country,
        region=row.region,
        tax_id=row.tax_id,
        registration=row.registration,
        footer=row.footer,
        invoice_prefix=row.invoice_prefix,
        credit_prefix=row.credit_prefix,
        prices_include_tax=row.prices_include_tax,
        eu_vat=row.eu_vat,
        suspend_disputed=row.suspend_disputed,
        tax_engine=row.tax_engine,
    )
