"""The same occasion told to many workers at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import Sum

from marque.kit.facts.models import Event
from marque.kit.tenancy.context import enter
from tenant_apps.people.actions import meet
from tenant_apps.people.models import Person
from tenant_apps.points import actions
from tenant_apps.points.models import PointEntry, PointLevel, PointRules, PointTotal


@pytest.fixture
def person(okafor, real_commits, monkeypatch):
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    with enter(okafor):
        PointRules.objects.create(on_since="2026-01-01T00:00:00Z")
        PointLevel.objects.create(name="First", threshold=15)
        made = meet(email="points@example.com", name="Pia")
    yield made
    with enter(okafor):
        for model in (PointRules, PointLevel, Event):
            model.objects.all().delete()
        Person.objects.filter(pk=made.pk).delete()


def test_points_are_summed_once_and_the_level_is_reached_once(person, okafor):
    start, subjects = Barrier(4), [uuid4(), uuid4()]

    def give(number: int) -> None:
        try:
            with enter(okafor):
                start.wait()
                actions.give(person=person, occasion="lesson", subject=subjects[number % 2])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(give, range(4)))

    with enter(okafor):
        assert PointEntry.objects.count() == 2
        assert PointTotal.objects.get(person=person).points == PointEntry.objects.aggregate(s=Sum("points"))["s"] == 20
        assert Event.objects.filter(fact="points.LevelReached").count() == 1
