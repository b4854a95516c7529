"""An owner takes their business along: asked for in the Studio, made by the worker, downloaded by them alone."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from django.test import Client
from django.utils import timezone

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from marque.kit.vault import in_vault
from provisioning.capsule.own import drop_expired
from provisioning.operations import run
from shared_apps.copies.models import OwnCapsule
from shared_apps.operations.models import Operation
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User


def signed_in(tenant, email) -> Client:
    client = Client(headers={"host": tenant.domain})
    with enter(tenant):
        client.force_login(User.objects.get(email=email))
    return client


def make(tenant) -> tuple[Client, OwnCapsule, str]:
    owner = signed_in(tenant, "alice@example.com")
    assert owner.post("/studio/capsule/").status_code == 302
    run(str(Operation.objects.get(kind="capsule.make").id))
    page = owner.get("/studio/capsule/").content.decode()
    return owner, OwnCapsule.objects.get(), page.partition('href="/studio/capsule/')[2].partition('"')[0]


def test_an_owner_downloads_their_business_and_nobody_else_does(school, other):
    owner, made, link = make(school)

    answer = owner.get(f"/studio/capsule/{link}")

    data = b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{made.name}"'
    assert "capsule.sig" in ZipFile(BytesIO(data)).namelist()
    with enter(school):
        letter = SentEmail.objects.get(purpose="capsule-ready")
        assert letter.to == ["alice@example.com"] and "/studio/capsule/" in letter.text
        second = register(email="dora@quill.example", name="Dora", verified=True)
        assign_role(user=second, role=Role.OWNER, by=None)
    assert signed_in(school, "dora@quill.example").get(f"/studio/capsule/{link}").status_code == 404
    assert signed_in(school, "bob@quill.example").get(f"/studio/capsule/{link}").status_code == 403
    assert signed_in(other, "alice@example.com").get(f"/studio/capsule/{link}").status_code == 404
    assert Client(headers={"host": school.domain}).get(f"/studio/capsule/{link}").status_code == 302


def test_one_at_a_time_and_run_twice_is_made_once(school):
    owner, made, _link = make(school)
    operation = Operation.objects.get(kind="capsule.make")
    Operation.objects.filter(id=operation.id).update(finished_at=None)

    owner.post("/studio/capsule/")
    run(str(operation.id))

    assert Operation.objects.filter(kind="capsule.make").count() == 1
    assert OwnCapsule.objects.get().made_at == made.made_at
    with enter(school):
        assert SentEmail.objects.filter(purpose="capsule-ready").count() == 1


def test_it_goes_after_a_week(school):
    owner, made, link = make(school)
    assert drop_expired(timezone.now() + timedelta(days=6)) == 0

    assert drop_expired(timezone.now() + timedelta(days=7, minutes=1)) == 1

    assert not in_vault(made.path).exists()
    assert owner.get(f"/studio/capsule/{link}").status_code == 404
