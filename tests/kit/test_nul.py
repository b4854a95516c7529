"""A request with a NUL is a bad one, and no error of ours."""

import pytest

from marque.kit.tenancy.context import enter
from tests.tenant_apps.courses.factories import course, creator


@pytest.mark.parametrize(
    ("path", "status"),
    [("/badges/keys/%00/", 400), ("/studio/banks/?q=%00", 200), ("/media/%00/workbook.pdf", 404)],
)
def test_an_address_with_a_nul_is_answered(path: str, status: int, okafor, client_for) -> None:
    assert creator(client_for, okafor).get(path).status_code == status


def test_a_search_for_a_nul_is_a_bad_request(okafor, client_for) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        made = course()

    assert alice.get(f"/studio/courses/{made.key}/grades/?q=%00").status_code == 400
