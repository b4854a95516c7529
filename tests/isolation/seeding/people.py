"""Who is there, and the brand they see."""

from typing import Any

from django.contrib.auth.models import Group

from marque.kit.facts.sweep import deliver_pending
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User
from tests.isolation.seeding.words import COMMON
from themes.actions import update_brand


def add_people(rows: Any) -> None:
    """Owner, author and learner, and the brand."""
    email = f"carol@{rows.mark.lower()}.example"
    rows.owner = User.objects.get(email="alice@example.com")
    User.objects.filter(pk=rows.owner.pk).update(name=f"{rows.mark} {COMMON} Alice")
    rows.learner = register(email=email, name=f"{rows.mark} Carol", password=f"{rows.mark}-and-{COMMON}", verified=True)
    rows.author = register(email=f"bob@{rows.mark.lower()}.example", name=f"{rows.mark} Bob", verified=True)
    assign_role(user=rows.author, role=Role.AUTHOR, by=rows.owner)
    rows.group = Group.objects.create(name=f"{rows.mark} {COMMON} group")
    rows.brand = update_brand(wordmark=f"{rows.mark} House", brand_colour=rows.colour)
    deliver_pending()
