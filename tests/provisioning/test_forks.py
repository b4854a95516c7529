"""A copy beside the original: whole, in safe mode, and masked when that was asked for."""

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from psycopg import sql

from marque.kit.http import tenant_url
from marque.kit.mail.models import SentEmail
from marque.kit.mail.outbox import deliver
from marque.kit.mail.send import send_email
from marque.kit.serialise.declaration import serial_of, tenant_models
from marque.kit.serialise.streams.shape import tables_of
from marque.kit.serialise.streams.snapshot import snapshot
from marque.kit.serialise.streams.writing import dump
from marque.kit.tenancy.context import enter
from page_builder.models import HomePage
from provisioning.forks import making
from provisioning.forks.base import NoBase, base_of
from provisioning.forks.making import fork_tenant
from provisioning.forks.masking import LEFT_OUT, Mask, _is_unique
from provisioning.places import places_of
from provisioning.schemas import owner_connection
from provisioning.summing import sums_of
from shared_apps.copies.models import Fork
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import User
from tenant_apps.media.actions import follow_due, remove_asset, set_caption
from tenant_apps.media.models import Asset, FilmHosting, HostedFilm, HostedRemoval
from tenant_apps.media.playing import showing
from tenant_apps.orders.gateways import our_gateway
from tenant_apps.people.models import Person
from tests.databases import PASSWORD
from tests.tenant_apps.media.hosted import connected, ready

SECRET = "Zephyrine"
_SAID = b"WEBVTT\n\n00:01.000 --> 00:02.000\n%s\n"


def fork(slug="school-fork", mask=False):
    return fork_tenant(tenant=Tenant.objects.get(slug="school"), slug=slug, by="tests", mask=mask)


def everything_of(tenant) -> bytes:
    with owner_connection() as owner, snapshot(owner, tenant.schema_name):
        return b"".join(b"".join(dump(owner, table, ())) for table in tables_of(owner, tenant.schema_name))


def test_a_fork_is_the_same_tenant_in_safe_mode(school, media_of, client_for):
    copy = fork()

    before, after = (sums_of(tenant.schema_name, places_of(tenant)) for tenant in (school, copy))
    assert before == after
    assert media_of(copy) == media_of(school)
    assert (copy.safe_mode, copy.copy_of) == (True, "Quill School")
    assert Fork.objects.get(tenant_id=copy.id).parent_id == school.id
    assert AuditEntry.objects.filter(action="tenant.fork", tenant_id=copy.id).count() == 1
    answer = client_for(copy).get("/")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Staging copy of Quill School" in answer.content.decode()
    assert client_for(copy).get("/robots.txt").content.decode().split("\n")[:2] == ["User-agent: *", "Disallow: /"]
    original = client_for(school).get("/")
    assert "X-Robots-Tag" not in original.headers and "Staging copy" not in original.content.decode()


def test_nothing_a_fork_does_reaches_the_world(school, settings):
    settings.EMAIL_HOST = "smtp.example.com"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    with enter(school):
        waiting = SentEmail.objects.order_by("pk").last()
        SentEmail.objects.filter(pk=waiting.pk).update(kept_at=None, sent_at=None, failed_at=None)
    copy = fork()

    with enter(copy):
        assert deliver(waiting.pk) is False
        fresh = send_email(to="a@example.com", subject="Hello", template="studio/mail/invitation", purpose="test")
        assert [SentEmail.objects.get(pk=pk).state for pk in (waiting.pk, fresh.pk)] == ["kept", "kept"]
        assert our_gateway("stripe").name == "sandbox"
    assert mail.outbox == []


def test_the_base_is_what_both_started_from_in_the_parents_words(school):
    with enter(school):
        there = f"at {tenant_url('/quill-landing')}"
        HomePage.objects.update(search_description=there)
    copy = fork()

    base = base_of(copy.id)

    home = next(record for record in base.values() if "home" in record.fields.get("slug", ""))
    assert home.fields["search_description"] == there
    with enter(copy):
        assert HomePage.objects.get().search_description == f"at {tenant_url('/quill-landing')}" != there
    Fork.objects.filter(tenant_id=copy.id).update(base_sha256="0" * 64)
    with pytest.raises(NoBase):
        base_of(copy.id)


def plant(tenant) -> int:
    """Put a secret into every personal field of every row, and make each a little different."""
    planted = 0
    with enter(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT lower(email) FROM accounts_user u JOIN accounts_roleassignment r ON r.user_id = u.id")
        team = [row[0] for row in cursor.fetchall()]
        for model in tenant_models():
            table = model._meta.db_table
            for name in serial_of(model).personal if serial_of(model).remade == "" else ():
                field = model._meta.get_field(name)
                own = sql.Identifier(field.column)
                value = sql.SQL("{}").format(sql.Literal(f"{SECRET}@example.com" if "email" in name else SECRET))
                if field.get_internal_type() == "JSONField":
                    value = sql.SQL("jsonb_build_object('who', {})").format(value)
                elif _is_unique(field):
                    value = sql.SQL("{} || id").format(sql.Literal(SECRET))
                spared = sql.SQL("true")
                if "email" in name:
                    spared = sql.SQL("lower({}) <> ALL({}::text[])").format(own, sql.Literal(team))
                    value = sql.SQL("'zephyrine.' || lower({})").format(own)
                elif hasattr(model, "email"):
                    spared = sql.SQL("lower(email) <> ALL({}::text[])").format(sql.Literal(team))
                if getattr(field, "max_length", None) and field.max_length < len(SECRET):
                    value = sql.SQL("left({}, {})").format(value, sql.Literal(field.max_length))
                statement = sql.SQL("UPDATE {} SET {} = {} WHERE {}").format(sql.Identifier(table), own, value, spared)
                cursor.execute(statement.as_string(cursor.connection))
                planted += cursor.rowcount
    return planted


def test_no_personal_word_lands_in_a_masked_fork(school):
    with enter(school):
        before = Person.objects.get(email="carol@quill.example")
    assert plant(school) > 20
    assert everything_of(school).lower().count(b"zephyrine") > 20

    copy = fork(mask=True)

    text = everything_of(copy).lower()
    assert text.count(b"zephyrine") == 0
    assert b"carol" not in text and b"zeph\t" not in text
    with enter(copy):
        person = Person.objects.get(pk=before.pk)
        assert person.email.endswith("@example.invalid") and person.name.count(" ") == 1
        # one person, one address, wherever it is written
        assert User.objects.get(pk=before.user_id).email == person.email
        assert set(person.orders.values_list("email", flat=True)) == {person.email}
        assert not User.objects.get(pk=before.user_id).has_usable_password()
        # the team can sign in
        assert User.objects.get(email="alice@example.com").check_password(PASSWORD)
        assert SentEmail.objects.count() == 0


def test_masked_files_leave_what_was_mailed_behind(school, media_of):
    assert any(path.startswith("mail/") for path in media_of(school))

    copy = fork(mask=True)

    assert media_of(copy) == {path: sha for path, sha in media_of(school).items() if not path.startswith("mail/")}


def test_every_declared_personal_field_can_be_masked(okafor):
    with owner_connection() as owner:
        for table in tables_of(owner, okafor.schema_name):
            Mask().instead(table)

    labels = {model._meta.label for model in tenant_models()}
    assert LEFT_OUT.keys() <= labels


def test_a_failure_leaves_nothing_and_it_can_be_run_again(school, count_schemas, monkeypatch, settings):
    before = count_schemas()
    with monkeypatch.context() as broken:
        broken.setattr(making, "make_again", lambda tenant: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            fork()

    assert count_schemas() == before
    assert not Tenant.objects.filter(slug="school-fork").exists()
    assert [path.name for path in (settings.MEDIA_ROOT / "tenants").iterdir()] == [str(school.id)]
    assert fork().state == "active"


def test_films_at_a_host_come_along_without_keys_and_are_never_changed_there(school, mux):
    with enter(school):
        connected()
        asset = ready(mux)
        set_caption(asset=asset, language="en", file=ContentFile(_SAID % b"Hello", name="en.vtt"))
        follow_due()
        reference = HostedFilm.objects.get(asset=asset).reference
    captions = mux.books.captions(reference)

    copy = fork()

    with enter(copy):
        twin = Asset.objects.get(key=asset.key)
        assert not FilmHosting.objects.exists() and showing(twin).playback is None
        connected()
        assert showing(twin).playback is not None
        set_caption(asset=twin, language="en", file=ContentFile(_SAID % b"Good day", name="en.vtt"))
        follow_due()
        assert mux.books.captions(reference) == captions != []
        remove_asset(asset=twin)
        assert not HostedRemoval.objects.exists()
    assert mux.books.assets
