"""Pages of long lists by the number of a row."""

import pytest

from marque.kit.cursors import newest_first, number_in
from tenant_apps.people.models import Person

LONGEST = "9" * 18


@pytest.mark.parametrize(("text", "number"), [("7", 7), (" 7 ", 7), (LONGEST, int(LONGEST))])
def test_a_number_is_read(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", [None, "", "0", "-1", "1.5", "²", "٣", "x", LONGEST + "9"])
def test_anything_else_is_no_number(text: str | None) -> None:
    assert number_in(text) is None


@pytest.mark.parametrize(("size", "is_last"), [(2, False), (3, True), (4, True)])
def test_a_page_says_whether_more_follow(size: int, is_last: bool, in_okafor) -> None:
    Person.objects.all().delete()
    newest = [Person.objects.create(email=f"{name}@example.com").pk for name in "abc"][::-1]

    page = newest_first(Person.objects.all(), before=None, size=size)

    assert [row.pk for row in page.rows] == newest[:size]
    assert page.more == (None if is_last else newest[size - 1])


def test_the_next_page_begins_where_this_one_ended(in_okafor) -> None:
    newest = [Person.objects.create(email=f"{name}@example.com").pk for name in "abc"][::-1]
    first = newest_first(Person.objects.all(), before=None, size=2)

    assert newest_first(Person.objects.all(), before=first.more, size=2).rows[0].pk == newest[2]
