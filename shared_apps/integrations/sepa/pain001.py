"""Files of SEPA credit transfers: pain.001.001.09 as the European Payments Council allows it.

EPC132-08, SEPA Credit Transfer, customer-to-PSP implementation guidelines. Its characters are those of EPC217-08.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from marque.kit.money import Money

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_UNKNOWN_BANK = "NOTPROVIDED"
# what Unicode takes apart by itself keeps its letter; these do not come apart
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"})
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


@dataclass(frozen=True)
class Party:
    """Somebody with an account."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class CreditTransfer:
    """So much to somebody; `reference` finds it again on both statements."""

    to: Party
    money: Money
    reference: str
    words: str


class NotSepa(ValueError):
    """Another currency than the euro, nothing to pay, or an account without an IBAN."""


def written(
    *, reference: str, made_at: datetime, pay_on: date, payer: Party, transfers: Sequence[CreditTransfer]
) -> bytes:
    """The file; raises NotSepa."""
    _check(payer, transfers)
    document = Element("Document", {"xmlns": NAMESPACE})
    initiation = SubElement(document, "CstmrCdtTrfInitn")
    head = SubElement(initiation, "GrpHdr")
    _text(head, "MsgId", reference, 35)
    _text(head, "CreDtTm", f"{made_at:%Y-%m-%dT%H:%M:%S}", 35)
    _count(head, transfers)
    _text(SubElement(head, "InitgPty"), "Nm", payer.name, 70)
    payment = SubElement(initiation, "PmtInf")
    _payment(payment, reference, pay_on, payer, transfers)
    for transfer in transfers:
        _transfer(SubElement(payment, "CdtTrfTxInf"), transfer)
    indent(document)
    return bytes(tostring(document, encoding="utf-8", xml_declaration=True))


def plain(text: str, most: int) -> str:
    """Text in the characters every bank takes, cut to so many; never empty."""
    apart = unicodedata.normalize("NFKD", text.translate(_SPELT))
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(_NOT_ALLOWED.sub(" ", letters).split())[:most].strip() or "-"


def _check(payer: Party, transfers: Sequence[CreditTransfer]) -> None:
    if not transfers or not payer.iban:
        raise NotSepa("There is nobody to pay, or nobody who pays.")
    for each in transfers:
        if each.money.currency != "EUR" or not 0 < each.money.amount < 10**11 or not each.to.iban:
            raise NotSepa(f"{each.reference} is no transfer in euros to an IBAN.")


def _payment(into: Element, reference: str, pay_on: date, payer: Party, transfers: Sequence[CreditTransfer]) -> None:
    _text(into, "PmtInfId", f"{reference}-1", 35)
    _text(into, "PmtMtd", "TRF", 3)
    _text(into, "BtchBookg", "true", 5)
    _count(into, transfers)
    level = SubElement(SubElement(into, "PmtTpInf"), "SvcLvl")
    _text(level, "Cd", "SEPA", 4)
    _text(SubElement(into, "ReqdExctnDt"), "Dt", f"{pay_on:%Y-%m-%d}", 10)
    _text(SubElement(into, "Dbtr"), "Nm", payer.name, 70)
    _account(into, "DbtrAcct", payer.iban)
    _bank(into, "DbtrAgt", payer.bic)
    _text(into, "ChrgBr", "SLEV", 4)


def _transfer(into: Element, transfer: CreditTransfer) -> None:
    _text(SubElement(into, "PmtId"), "EndToEndId", transfer.reference, 35)
    amount = SubElement(SubElement(into, "Amt"), "InstdAmt", {"Ccy": "EUR"})
    amount.text = f"{transfer.money.amount // 100}.{transfer.money.amount % 100:02d}"
    if transfer.to.bic:
        _bank(into, "CdtrAgt", transfer.to.bic)
    _text(SubElement(into, "Cdtr"), "Nm", transfer.to.name, 70)
    _account(into, "CdtrAcct", transfer.to.iban)
    _text(SubElement(into, "RmtInf"), "Ustrd", transfer.words, 140)


def _count(into: Element, transfers: Sequence[CreditTransfer]) -> None:
    total = sum(each.money.amount for each in transfers)
    _text(into, "NbOfTxs", str(len(transfers)), 15)
    SubElement(into, "CtrlSum").text = f"{total // 100}.{total % 100:02d}"


def _account(into: Element, name: str, iban: str) -> None:
    SubElement(SubElement(SubElement(into, name), "Id"), "IBAN").text = iban


def _bank(into: Element, name: str, bic: str) -> None:
    bank = SubElement(SubElement(into, name), "FinInstnId")
    if bic:
        SubElement(bank, "BICFI").text = bic
    else:
        SubElement(SubElement(bank, "Othr"), "Id").text = _UNKNOWN_BANK


def _text(into: Element, name: str, text: str, most: int) -> None:
    SubElement(into, name).text = plain(text, most)
