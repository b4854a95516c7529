"""The demo: the platform, Okafor with its past, a second school, and Rahul's shop, whose money the platform collects.

Run again, it adds only what is missing.
"""

import json
from pathlib import Path

from django.conf import settings

from marque.config.celery import app as celery
from marque.kit import clock
from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning.blueprints import Owner
from provisioning.demo.content import words_of
from provisioning.demo.courses import make_course
from provisioning.demo.history import live_through
from provisioning.demo.learning import make_learning
from provisioning.demo.plans import make_plans, subscribe
from provisioning.demo.site import make_pages
from provisioning.demo.works import make_works
from provisioning.tenants import create_platform, create_tenant
from shared_apps.integrations.ports.payments import Merchant
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import User
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.analytics import actions as analytics
from tenant_apps.payments.actions import choose_gateway
from tenant_apps.people.actions import meet
from tenant_apps.sequences.actions import writing as sequences
from tenant_apps.sequences.models import Sequence
from themes.actions import update_brand

PASSWORD = "second-number"  # noqa: S105  the demo's own, printed with every start
_OPERATOR = "olu@marque.example"


def seed() -> None:
    """Make what is missing, and write the table of sign-ins."""
    celery.conf.task_always_eager = True  # what an order sets off happens at once, and in the past
    platform = create_platform(
        host=settings.PLATFORM_HOST,
        name="Marque",
        by="demo",
        operator=Owner(email=_OPERATOR, name="Olu Adeyemi", password=PASSWORD, verified=True),
    )
    maren = Owner("maren@okafor.example", "Maren Okafor", PASSWORD, verified=True)
    okafor = _business("okafor", "Okafor", maren, blueprint="blank")
    with enter(okafor):
        _fill_okafor()
        make_learning(words_of("learning"), clock.now())
        while analytics.count_due():  # not minutes later, as in a business that lives
            pass
    second = _business(
        "northlight", "North Light", Owner("hana@northlight.example", "Hana Sato", PASSWORD, verified=True)
    )
    menon = Owner("rahul@rahul.example", "Rahul Menon", PASSWORD, verified=True)
    rahul = _business("rahul", "Rahul Menon", menon, blueprint="storefront")
    with enter(rahul):
        choose_gateway(gateway="sandbox", merchant=Merchant.PLATFORM, by="demo")
    make_plans()
    subscribe(okafor, "business", clock.now(), paying=True)
    subscribe(second, "creator", clock.now())
    subscribe(rahul, "storefront", clock.now())
    _write_sign_ins(platform, okafor, second, rahul)


def _business(slug: str, name: str, owner: Owner, blueprint: str = "academy") -> CurrentTenant:
    row = Tenant.objects.filter(slug=slug).exclude(state=Tenant.State.PROVISIONING).prefetch_related("domains").first()
    return row.as_current() if row else create_tenant(slug=slug, name=name, by="demo", owner=owner, blueprint=blueprint)


def _fill_okafor() -> None:
    words = words_of("business")
    if Sequence.objects.filter(name=words["sequence"]["name"]).exists():
        return
    update_brand(**words["brand"])
    for member in words["team"]:
        user = register(email=member["email"], name=member["name"], password=PASSWORD, verified=True)
        assign_role(user=user, role=member["role"], by=None)
    author = meet(
        email=words["team"][0]["email"],
        name=words["team"][0]["name"],
        user=User.objects.get(email=words["team"][0]["email"]),
    )
    flagship = make_course(words_of("second-number"), author=author)
    make_course(words_of("scoping"), author=author)
    one_page = make_course(words_of("one-page"), author=author)
    make_pages(flagship)
    sofia = register(email="sofia@example.com", name="Sofia Brandt", password=PASSWORD, verified=True)
    meet(email=sofia.email, name=sofia.name, user=sofia)
    live_through(clock.now())
    make_works(one_page, words_of("one-page"))
    _make_sequence(words["sequence"])
    _open_programme(words["affiliates"])


def _open_programme(words: dict) -> None:
    affiliates.set_rate(basis_points=words["percent"] * 100, hold_days=words["hold_days"], by="demo")
    affiliates.save_programme(**words["programme"], by="demo")
    for text in words["texts"]:
        affiliates.save_text(**text, by="demo")


def _make_sequence(words: dict) -> None:
    sequence = sequences.create_sequence(name=words["name"])
    for step in words["steps"]:
        sequences.add_step(sequence=sequence, **step)
    sequences.start_sequence(sequence=sequence)


def _write_sign_ins(
    platform: CurrentTenant, okafor: CurrentTenant, second: CurrentTenant, rahul: CurrentTenant
) -> None:
    rows = [
        ("Okafor, the site", okafor, "/", "", ""),
        ("Okafor, the course's page", okafor, "/second-number/", "", "card 4242 4242 4242 4242"),
        ("Okafor, a learner", okafor, "/learn/", "sofia@example.com", PASSWORD),
        ("Okafor, the Studio", okafor, "/studio/", "maren@okafor.example", PASSWORD),
        ("North Light, the Studio", second, "/studio/", "hana@northlight.example", PASSWORD),
        ("Rahul, the shop", rahul, "/", "", "card 4242 4242 4242 4242"),
        ("Rahul, the Studio", rahul, "/studio/", "rahul@rahul.example", PASSWORD),
        ("The platform's site", platform, "/", "", ""),
        ("The console", platform, "/console/", _OPERATOR, PASSWORD),
    ]
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    table = [
        {
            "label": label,
            "url": f"{settings.PUBLIC_SCHEME}://{tenant.domain}{port}{path}",
            "email": email,
            "password": password,
        }
        for label, tenant, path, email, password in rows
    ]
    path = Path(settings.DATA_DIR) / "sign-ins.json"
    path.write_text(json.dumps(table, indent=2, ensure_ascii=False), encoding="utf-8")
