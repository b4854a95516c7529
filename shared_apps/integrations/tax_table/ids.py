"""Tax IDs: is this one that its country could have given out?"""

from __future__ import annotations

from shared_apps.integrations.ports.tax import BadTaxId

# what the number says where it differs from ISO 3166
_PREFIXES = {"GR": "EL"}


def checked_vat_id(tax_id: str, *, country: str) -> str:
    """An EU VAT ID with its country's letters and a sound check digit; raises BadTaxId.

    Whether the number is in use today is VIES's to say, which is often away: nobody's checkout waits for it.
    """
    # reads a module for each member state; only a buyer with a VAT ID needs them
    from stdnum.eu import vat
    from stdnum.exceptions import ValidationError

    letters = _PREFIXES.get(country, country)
    typed = "".join(character for character in tax_id.upper() if character.isalnum())
    if typed.startswith("GR") and letters == "EL":
        typed = f"EL{typed[2:]}"
    number = typed if typed.startswith(letters) else f"{letters}{typed}"
    try:
        return str(vat.validate(number))
    except ValidationError:
        raise BadTaxId from None
