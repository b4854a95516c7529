"""Component tags: `{% load components %}`. Markup lives in `templates/components/`; this maps arguments to it."""

from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from marque.kit.money import Money
from themes.brand import BrandValue, current_brand
from themes.covers import art
from themes.icons import ICONS

register = template.Library()

_NOTICE_ICONS = {"good": "check", "warn": "clock", "bad": "warn", "brand": "bell"}
_LAYOUTS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "group"),
    (forms.CheckboxSelectMultiple, "group"),
    (forms.CheckboxInput, "check"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
)


def _component(name: str, values: dict[str, Any]) -> SafeString:
    return mark_safe(render_to_string(f"components/{name}.html", values).strip())  # noqa: S308  (a template's output)


def _brand(context: Context) -> BrandValue:
    found: BrandValue = context.get("brand") or current_brand()
    return found


@register.simple_tag
@lru_cache(maxsize=1024)  # a page may show hundreds, of a few kinds
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon; decoration unless it has a label."""
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>',
        f"icon {css}".strip(),
        role,
        mark_safe(ICONS[name]),  # noqa: S308
    )


def _image(css: str, url: str, alt: str, field: tuple[int, int], **more: str) -> SafeString:
    extra = format_html_join("", ' {}="{}"', ((name.replace("_", "-"), value) for name, value in more.items() if value))
    return format_html('<img class="{}" src="{}" alt="{}" width="{}" height="{}"{}>', css, url, alt, *field, extra)


@register.simple_tag(takes_context=True)
def cover_url(context: Context, title: str, style: str = "", size: str = "card") -> str:
    """The address of the generated cover for a title."""
    brand = _brand(context)
    return art.address(style or brand.covers, art.seed_of(title), size, brand.art_version)


@register.simple_tag(takes_context=True)
def cover(
    context: Context,
    title: str,
    style: str = "",
    size: str = "card",
    alt: str = "",
    css: str = "cover",
    lazy: bool = True,
) -> SafeString:
    """The generated cover for a title; `alt` stays empty when the title is beside it."""
    url = cover_url(context, title, style, size)
    return _image(css, url, alt, art.SIZES[size], loading="lazy" if lazy else "", decoding="async")


@register.simple_tag(takes_context=True)
def avatar(context: Context, name: str, size: str = "", alt: str = "") -> SafeString:
    """A generated face for a person; `size` is s, m, l or xl."""
    url = art.address("avatar", art.seed_of(name), "face", _brand(context).art_version)
    return _image("avatar", url, alt, art.SIZES["face"], data_size=size, decoding="async")


@register.simple_tag
def meter(value: float | None, label: str) -> SafeString:
    """How far along, 0 to 100; print the number beside it."""
    whole = max(0, min(100, round(value or 0)))
    return format_html(
        '<span class="meter" role="progressbar" aria-label="{}" aria-valuenow="{}" aria-valuemin="0" '
        'aria-valuemax="100"><i data-value="{}"></i></span>',
        label,
        whole,
        whole,
    )


@register.simple_tag
def money(amount: Money | None, cents: bool = False) -> str:
    """`$490`, or `$490.00` with `cents=True` in sums."""
    return amount.format(get_language() or "en", cents=cents) if amount is not None else ""


@register.filter
def as_money(amount: Money | None) -> str:
    """`{{ order.total|as_money }}`: the filter form of `money`."""
    return money(amount)


@register.simple_tag
def stars(value: int, label: str) -> SafeString:
    """A rating in stars, with its words."""
    drawn = mark_safe(str(icon("star")) * value)  # noqa: S308
    return format_html('<span class="stars" role="img" aria-label="{}">{}</span>', label, drawn)


def _layout(widget: forms.Widget) -> str:
    return next((layout for kind, layout in _LAYOUTS if isinstance(widget, kind)), "input")


def _control(bound: BoundField, layout: str, described: str, placeholder: str) -> str:
    attrs: dict[str, str | bool] = {"class": layout} if layout in ("input", "select", "textarea") else {}
    attrs |= {"aria-describedby": described} if described else {}
    attrs |= {"aria-invalid": "true"} if bound.errors else {}
    attrs |= {"placeholder": placeholder} if placeholder else {}
    return bound.as_widget(attrs=attrs)


@register.simple_tag
def field(
    bound: BoundField, label: str = "", hint: str = "", placeholder: str = "", icon: str = "", optional: bool = False
) -> str:
    """A form's field: label, control, hint and errors, tied together for a screen reader."""
    layout, stem, words = _layout(bound.field.widget), bound.auto_id or bound.html_name, hint or bound.help_text
    described = " ".join([f"{stem}-hint"] * bool(words) + [f"{stem}-error"] * bool(bound.errors))
    values = {
        "bound": bound,
        "layout": layout,
        "label": label or bound.label,
        "hint": words,
        "stem": stem,
        "affix": icon,
        "optional": optional,
        "described": described,
        "control": "" if layout == "group" else _control(bound, layout, described, placeholder),
    }
    return _component("field", values)


@register.simple_tag
def form_errors(form: forms.BaseForm) -> str:
    """What is wrong with the form as a whole."""
    return _component("form_errors", {"errors": form.non_field_errors()})


@register.simple_block_tag
def notice(content: str, tone: str = "", icon: str = "", role: str = "") -> str:
    """The inline result of an action: `{% notice "bad" %}…{% endnotice %}`."""
    values = {"content": content, "tone": tone, "icon": icon or _NOTICE_ICONS.get(tone, "mail"), "role": role}
    return _component("notice", values)


@register.simple_tag
def button(
    label: str, href: str = "", kind: str = "", size: str = "", icon: str = "", wide: bool = False, **more: Any
) -> str:
    """A button, or a link that looks like one; further arguments become attributes (`name=`, `data_x=`)."""
    attributes = {name.replace("_", "-"): value for name, value in more.items()}
    values = {"label": label, "href": href, "kind": kind, "size": size, "icon": icon, "wide": wide, "more": attributes}
    return _component("button", values)


@register.simple_tag
def breadcrumbs(*pairs: str) -> str:
    """`{% breadcrumbs "Courses" "/courses/" "The Second Number" %}`: label, address, …, and last the page itself."""
    trail = [(pairs[i], pairs[i + 1]) for i in range(0, len(pairs) - 1, 2)]
    return render_to_string(
        "components/breadcrumbs.html", {"trail": trail, "here": pairs[-1] if len(pairs) % 2 else ""}
    )


@register.simple_block_tag(takes_context=True)
def empty_state(context: Context, content: str, title: str, text: str = "", seed: str = "", level: int = 2) -> str:
    """What will be here, and one action as its content."""
    drawing = cover(context, seed or title, "contour", "card")
    values = {"content": content, "title": title, "text": text, "drawing": drawing, "level": level}
    return _component("empty", values)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page, parameter: str = "page") -> str:
    """Earlier and later, keeping the rest of the query."""
    query = context["request"].GET.copy()
    query.pop(parameter, None)
    rest = query.urlencode()
    return _component("pagination", {"page": page, "parameter": parameter, "rest": rest})


@register.simple_block_tag
def confirm(content: str, id: str, title: str, action: str, label: str, kind: str = "danger", token: str = "") -> str:
    """A dialog that asks before a POST to `action`; open it with `<button data-opens="id">`. `token` is csrf_token."""
    values = {
        "content": content,
        "id": id,
        "title": title,
        "action": action,
        "label": label,
        "kind": kind,
        "token": token,
    }
    return _component("confirm", values)


@register.filter
def message_tone(level: str) -> str:
    """The tone of Django's message level."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level, "")
