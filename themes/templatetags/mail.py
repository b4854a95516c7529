"""Tags for emails: `{% load mail %}`. Mail programs know no stylesheets, so each piece carries its own."""

from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from themes.brand import BrandValue, current_brand
from themes.context import Site, current_site

register = template.Library()


@register.simple_tag
def mail_brand() -> BrandValue:
    """The brand whose name the email carries."""
    return current_brand()


@register.simple_tag
def mail_site() -> Site:
    """The site's name."""
    return current_site(current_brand())


def _text_style(size: int, leading: int, colour: str, family: str = "") -> str:
    stack = family or current_brand().look.mail_text
    return f"font-family:{stack};font-size:{size}px;line-height:{leading}px;color:{colour}"


@register.simple_block_tag
def mail_heading(content: str) -> SafeString:
    """The email's one heading."""
    look, ink = current_brand().look, current_brand().light["ink"]
    style = _text_style(42, 46, ink, look.mail_display)
    return format_html(
        '<h1 class="e-h e-ink" style="margin:0 0 16px;font-weight:{};letter-spacing:-1px;{}">{}</h1>',
        look.mail_weight,
        style,
        content,
    )


@register.simple_block_tag
def mail_text(content: str) -> SafeString:
    """A paragraph."""
    style = _text_style(17, 27, current_brand().light["ink_2"])
    return format_html('<p class="e-mut" style="margin:0 0 16px;{}">{}</p>', style, content)


@register.simple_block_tag
def mail_small(content: str) -> SafeString:
    """A remark."""
    style = _text_style(13, 20, current_brand().light["ink_3"])
    return format_html('<p class="e-mut" style="margin:0 0 12px;{}">{}</p>', style, content)


@register.simple_tag
def mail_button(url: str, label: str) -> str:
    """The one thing to do."""
    return render_to_string("site/mail/button.html", {"url": url, "label": label, "brand": current_brand()})


@register.simple_tag
def mail_rows(
    rows: Sequence[tuple[str, str]], total: tuple[str, str] | None = None, title: str = "", note: str = ""
) -> str:
    """A receipt: pairs of words and amount, and their total."""
    values = {"rows": rows, "total": total, "title": title, "note": note, "brand": current_brand()}
    return render_to_string("site/mail/rows.html", values)
