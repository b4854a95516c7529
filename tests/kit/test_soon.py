"""Work that is sent once its reason is committed."""

from types import SimpleNamespace

from kombu.exceptions import OperationalError

from marque.kit.tenancy.context import enter, require_tenant
from marque.kit.tenancy.tasks import soon


def test_soon_sends_after_the_commit_from_the_tenant_of_before(okafor, django_capture_on_commit_callbacks) -> None:
    places: list[tuple[str, int]] = []
    task = SimpleNamespace(name="a.task", delay=lambda number: places.append((require_tenant().slug, number)))

    with django_capture_on_commit_callbacks(execute=True):
        with enter(okafor):
            soon(task, number=7)
        assert places == []

    assert places == [("okafor", 7)]


def test_soon_while_the_queue_is_away_says_so_and_goes_on(
    in_okafor, django_capture_on_commit_callbacks, caplog
) -> None:
    def away(**_kwargs: object) -> None:
        raise OperationalError("no Redis")

    with django_capture_on_commit_callbacks(execute=True):
        soon(SimpleNamespace(name="a.task", delay=away), number=7)

    assert "the sweep will find a.task {'number': 7} later" in caplog.text
