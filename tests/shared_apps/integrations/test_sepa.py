"""The file of credit transfers, by the rules of EPC132-08 (pain.001.001.09), and the numbers in it."""

import re
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from marque.kit.money import Money
from shared_apps.integrations.sepa.numbers import is_bic, is_iban, tidy
from shared_apps.integrations.sepa.pain001 import NAMESPACE, CreditTransfer, NotSepa, Party, plain, written

IBAN, OTHER = "DE89370400440532013000", "FR1420041010050500013M02606"
# what the schema allows below each element, in its order; a star for what may be missing, a plus for many
CHILDREN = {
    "Document": "CstmrCdtTrfInitn",
    "CstmrCdtTrfInitn": "GrpHdr PmtInf+",
    "GrpHdr": "MsgId CreDtTm NbOfTxs CtrlSum InitgPty",
    "PmtInf": "PmtInfId PmtMtd BtchBookg* NbOfTxs* CtrlSum* PmtTpInf* ReqdExctnDt Dbtr DbtrAcct DbtrAgt "
    "UltmtDbtr* ChrgBr* CdtTrfTxInf+",
    "CdtTrfTxInf": "PmtId PmtTpInf* Amt ChrgBr* UltmtDbtr* CdtrAgt* Cdtr CdtrAcct UltmtCdtr* Purp* RmtInf*",
    "PmtTpInf": "SvcLvl",
    "SvcLvl": "Cd",
    "ReqdExctnDt": "Dt",
    "FinInstnId": "BICFI* Othr*",
    "PmtId": "InstrId* EndToEndId",
    "Amt": "InstdAmt",
    "RmtInf": "Ustrd",
}
TEXT = r"[A-Za-z0-9/\-?:().,'+ ]"
LEAVES = {
    "MsgId": TEXT + "{1,35}",
    "PmtInfId": TEXT + "{1,35}",
    "EndToEndId": TEXT + "{1,35}",
    "CreDtTm": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    "NbOfTxs": r"[0-9]{1,15}",
    "CtrlSum": r"\d{1,15}\.\d{2}",
    "PmtMtd": "TRF",
    "BtchBookg": "true|false",
    "Cd": "SEPA",
    "Dt": r"\d{4}-\d\d-\d\d",
    "ChrgBr": "SLEV",
    "Nm": TEXT + "{1,70}",
    "IBAN": r"[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}",
    "BICFI": r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?",
    "InstdAmt": r"\d{1,9}\.\d{2}",
    "Ustrd": TEXT + "{1,140}",
}


def a_transfer(amount: int = 12_345, **to: str) -> CreditTransfer:
    party = Party(**{"name": "Ann Müller-Łoś", "iban": OTHER, **to})
    return CreditTransfer(party, Money(amount, "EUR"), "7KQ2M4", "Okafor & Søn 7KQ2M4")


def a_file(*transfers: CreditTransfer, payer: Party | None = None) -> Element:
    made = written(
        reference="BATCH7",
        made_at=datetime(2026, 11, 21, 20, 0, tzinfo=UTC),
        pay_on=date(2026, 11, 23),
        payer=payer or Party("Okafor ApS", IBAN, "COBADEFFXXX"),
        transfers=transfers,
    )
    return fromstring(made)


def name_of(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def test_every_element_stands_where_the_schema_wants_it() -> None:
    for element in a_file(a_transfer(bic="BNPAFRPP"), a_transfer()).iter():
        assert element.tag.startswith(f"{{{NAMESPACE}}}")
        if wanted := CHILDREN.get(name_of(element)):
            pattern = "".join(
                f"({part.rstrip('*+')} ){dict(zip('*+', '?+', strict=True)).get(part[-1], '')}"
                for part in wanted.split()
            )
            assert re.fullmatch(pattern, "".join(f"{name_of(child)} " for child in element)), name_of(element)


def test_every_value_has_the_form_the_schema_wants() -> None:
    leaves = [element for element in a_file(a_transfer(bic="BNPAFRPP")).iter() if not len(element)]

    wrong = [name_of(leaf) for leaf in leaves if not re.fullmatch(LEAVES.get(name_of(leaf), "NOTPROVIDED"), leaf.text)]
    assert (wrong, len(leaves)) == ([], 22)


def test_sums_and_counts_are_those_of_the_transfers() -> None:
    found = a_file(a_transfer(12_345), a_transfer(5))
    space = {"p": NAMESPACE}

    assert [each.text for each in found.findall(".//p:CtrlSum", space)] == ["123.50", "123.50"]
    assert [each.text for each in found.findall(".//p:NbOfTxs", space)] == ["2", "2"]
    assert [each.text for each in found.findall(".//p:InstdAmt", space)] == ["123.45", "0.05"]
    assert {each.get("Ccy") for each in found.findall(".//p:InstdAmt", space)} == {"EUR"}


def test_names_are_written_in_the_letters_every_bank_reads() -> None:
    assert plain("Ann Müller-Łoś", 70) == "Ann Muller-Los"
    assert (plain("Straße 1 & Søn", 70), plain("東京", 70), plain("x" * 80, 70)) == ("Strasse 1 Son", "-", "x" * 70)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [a_transfer(0)],
        [a_transfer(iban="")],
        [CreditTransfer(Party("Ann", OTHER), Money(100, "USD"), "7KQ", "x")],
    ],
)
def test_what_is_no_transfer_in_euros_is_refused(wrong) -> None:
    with pytest.raises(NotSepa):
        a_file(*wrong)


def test_a_payer_without_an_iban_is_refused() -> None:
    with pytest.raises(NotSepa):
        a_file(a_transfer(), payer=Party("Okafor", ""))


@pytest.mark.parametrize(
    ("text", "right"),
    [(IBAN, True), (OTHER, True), ("DE89370400440532013001", False), ("DE8937040044053201300", False), ("", False)],
)
def test_an_iban_is_checked_by_length_country_and_digits(text, right) -> None:
    assert is_iban(tidy(f" {text.lower()} ")) is right


def test_a_bic_has_eight_or_eleven_signs() -> None:
    assert [is_bic(text) for text in ("COBADEFF", "COBADEFFXXX", "COBADEFFX", "1OBADEF")] == [True, True, False, False]
