"""Pictures to choose from in a form: the newest and the chosen one; others are found by their names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.forms.models import ModelChoiceIteratorValue
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenant_apps.courses.permissions import may_build
from tenant_apps.media.formats import Kind
from tenant_apps.media.models import Asset
from tenant_apps.media.models.assets import AssetQuerySet
from tenant_apps.media.signing import media_url
from tenant_apps.media.whose import assets_of

# as many as a list shows at once
MOST = 40


class PictureSelect(forms.Select):
    """Options that know where their picture is, for whoever draws on it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, with the address of its picture."""
        option = super().create_option(name, value, *args, **kwargs)
        asset = getattr(value, "instance", None)
        if asset is not None:
            option["attrs"]["data-src"] = media_url(asset)
        return option


class WordsForm(forms.Form):
    """What a picture is called, or a part of it."""

    q = forms.CharField(max_length=100, required=False, strip=True)


def offer_pictures(form: forms.Form, name: str, user: Any) -> None:
    """Let a field of a form take any picture this user may choose, and list the newest and the one it has."""
    field: Any = form.fields[name]
    field.queryset = _pictures_of(user)
    chosen, newest = _named(form[name].value(), user), list(_pictures_of(user)[:MOST])
    shown = [chosen, *newest] if chosen and chosen not in newest else newest
    offered = [(ModelChoiceIteratorValue(str(each.key), each), each.title) for each in shown]
    field.widget.choices = [("", field.empty_label), *offered]


@may_build
@require_GET
def pictures(request: HttpRequest) -> HttpResponse:
    """Options for such a list: the newest whose name has these words."""
    form = WordsForm(request.GET)
    if not form.is_valid():
        return HttpResponse(" ".join(form.errors["q"]), status=400, content_type="text/plain; charset=utf-8")
    found = _pictures_of(request.user).filter(title__icontains=form.cleaned_data["q"])[:MOST]
    context = {"pictures": [(each, media_url(each)) for each in found]}
    return render(request, "assessments/studio/_pictures.html", context)


def _pictures_of(user: Any) -> AssetQuerySet:
    return assets_of(user).filter(kind=Kind.IMAGE).newest_first()


def _named(key: Any, user: Any) -> Asset | None:
    try:
        return _pictures_of(user).filter(key=UUID(str(key))).first() if key else None
    except ValueError:
        return None
