"""A request with a NUL is a bad one, and no error of ours."""

import json

import pytest
from django.db import DataError, connection, transaction
from django.http import HttpRequest, HttpResponse

from marque.kit.nul import NulMiddleware
from marque.kit.tenancy.context import enter
from tests.tenant_apps.courses.factories import course, creator


@pytest.mark.parametrize(
    ("path", "status"),
    [("/badges/keys/%00/", 400), ("/studio/banks/?q=%00", 200), ("/media/%00/workbook.pdf", 404)],
)
def test_an_address_with_a_nul_is_answered(path: str, status: int, okafor, client_for) -> None:
    assert creator(client_for, okafor).get(path).status_code == status


@pytest.mark.parametrize("kept", ["\0", "\ud800"])
def test_what_json_cannot_keep_is_a_bad_request(kept: str) -> None:
    with pytest.raises(DataError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb", [json.dumps({"said": kept})])

    answer = NulMiddleware(lambda request: HttpResponse()).process_exception(HttpRequest(), refused.value)

    assert answer is not None
    assert answer.status_code == 400


def test_other_faults_of_the_database_are_faults() -> None:
    other = DataError("value too long for type character varying(300)")

    assert NulMiddleware(lambda request: HttpResponse()).process_exception(HttpRequest(), other) is None


def test_a_search_for_a_nul_is_a_bad_request(okafor, client_for) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        made = course()

    assert alice.get(f"/studio/courses/{made.key}/grades/?q=%00").status_code == 400
