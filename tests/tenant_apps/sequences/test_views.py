from django.test import Client

from marque.kit.signing import sign
from marque.kit.tenancy.context import enter
from tenant_apps.people.actions import meet
from tenant_apps.sequences.letters import PURPOSE
from tenant_apps.sequences.models import OptOut


def _address(tenant, purpose: str = PURPOSE) -> str:
    with enter(tenant):
        return f"/emails/stop/{sign(purpose, str(meet(email='carol@example.com', name='Carol').key))}/"


def _wishes(tenant) -> int:
    with enter(tenant):
        return OptOut.objects.count()


def test_stop_asks_before_it_stops(client_for, okafor) -> None:
    address = _address(okafor)

    response = client_for(okafor).get(address)

    assert (response.status_code, _wishes(okafor)) == (200, 0)


def test_stop_posted_by_a_mail_program_stops(okafor) -> None:
    client = Client(headers={"host": okafor.domain}, enforce_csrf_checks=True)

    response = client.post(_address(okafor), {"List-Unsubscribe": "One-Click"})

    assert (response.status_code, _wishes(okafor)) == (200, 1)


def test_stop_with_another_purposes_token_is_missing(client_for, okafor) -> None:
    assert client_for(okafor).post(_address(okafor, "media")).status_code == 404


def test_stop_with_another_tenants_token_is_missing(client_for, okafor, other) -> None:
    assert client_for(other).post(_address(okafor)).status_code == 404
