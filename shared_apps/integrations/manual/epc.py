"""What banking apps read from a QR code: the European Payments Council's EPC069-12, version 2."""

from marque.kit.money import Money

LARGEST = 99_999_999_999


def epc_text(*, holder: str, iban: str, bic: str, money: Money, reference: str) -> str:
    """The code's text for a transfer in euros; empty where there is none for this."""
    if money.currency != "EUR" or not iban or not holder or not 0 < money.amount <= LARGEST:
        return ""
    lines = ["BCD", "002", "1", "SCT", bic, holder[:70], iban, f"EUR{money.decimal:.2f}", "", reference]
    return "\n".join(lines)
