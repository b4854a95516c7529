"""Every tenant model says how it is written down (DESIGN §1)."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Lower

from marque.kit.facts.models import Delivery
from marque.kit.models import TenantModel
from marque.kit.serialise.checks import problems, problems_of, unique_sets
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial, dependencies, serial_of


def test_every_tenant_model_is_declared_and_its_key_is_unique() -> None:
    found = problems()

    assert found == [], "\n".join(found)


def test_a_model_that_declares_nothing_is_named() -> None:
    class Mute(TenantModel):
        class Meta:
            app_label = "declarations"

    assert list(problems_of(Mute)) == ["declarations.Mute declares nothing: give it `serial = Serial(…)`."]


def test_a_key_that_is_not_unique_is_named() -> None:
    class Loose(TenantModel):
        word = models.CharField(max_length=10)
        serial = Serial(CONTENT, key=("word",))

        class Meta:
            app_label = "declarations"

    assert list(problems_of(Loose)) == ["declarations.Loose: word are not unique together."]


def test_a_field_that_does_not_exist_is_named() -> None:
    class Wrong(TenantModel):
        serial = Serial(CONTENT, personal=("emial",))

        class Meta:
            app_label = "declarations"

    assert list(problems_of(Wrong)) == ["declarations.Wrong has no field emial."]


def test_a_function_that_is_unique_makes_its_field_unique() -> None:
    class Blind(TenantModel):
        email = models.EmailField()
        serial = Serial(CONTENT, key=("email",))

        class Meta:
            app_label = "declarations"
            constraints = [models.UniqueConstraint(Lower("email"), name="blind_email")]

    assert {"email"} in list(unique_sets(Blind))
    assert list(problems_of(Blind)) == []


def test_a_many_to_many_table_takes_after_its_owner() -> None:
    serial = serial_of(Group.permissions.through)

    assert serial == Serial(serial_of(Group).kind, key=("group", "permission"))


def test_foreign_keys_are_dependencies() -> None:
    assert serial_of(Delivery).kind == RUNTIME
    assert dependencies(Delivery) == {"facts.Event"}
