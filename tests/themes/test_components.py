"""Component tags as HTML."""

import pytest
from django import forms
from django.template import Context, Template

from marque.kit.money import Money
from themes.icons import ICONS

pytestmark = pytest.mark.usefixtures("in_okafor")


def render(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


class SignInForm(forms.Form):
    email = forms.EmailField(label="Email", help_text="We send a link.")
    plan = forms.ChoiceField(choices=[("once", "Pay once"), ("three", "3 payments")], widget=forms.RadioSelect)
    terms = forms.BooleanField(label="I agree")


def test_field_with_an_error_ties_hint_and_error_to_the_control() -> None:
    html = render("{% field form.email %}", form=SignInForm({"email": "maren"}))

    assert 'aria-describedby="id_email-hint id_email-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="hint" id="id_email-hint">We send a link.</span>' in html
    assert "Enter a valid email address." in html


def test_field_without_errors_says_nothing_of_them() -> None:
    html = render("{% field form.email %}", form=SignInForm())

    assert "aria-invalid" not in html
    assert 'class="error"' not in html


def test_field_of_radios_is_a_group_with_a_legend() -> None:
    html = render("{% field form.plan %}", form=SignInForm())

    assert html.count('<label class="choice"') == 2
    assert "<legend>Plan</legend>" in html


def test_field_of_one_box_is_a_check() -> None:
    assert '<label class="check">' in render("{% field form.terms %}", form=SignInForm())


@pytest.mark.parametrize(("given", "kept"), [(None, 0), (-3, 0), (61.6, 62), (140, 100)])
def test_meter_stays_between_nothing_and_all(given, kept) -> None:
    html = render("{% meter value 'Progress' %}", value=given)

    assert f'aria-valuenow="{kept}"' in html
    assert f'<i data-value="{kept}"></i>' in html


def test_notice_escapes_what_it_is_given() -> None:
    html = render('{% notice "bad" %}{{ words }}{% endnotice %}', words="<script>")

    assert 'data-tone="bad"' in html
    assert "&lt;script&gt;" in html


def test_button_with_an_address_is_a_link() -> None:
    html = render('{% button "Enrol for $490" href="/checkout/x/" kind="primary" data_offer="x" %}')

    assert html == '<a href="/checkout/x/" class="btn" data-kind="primary" data-offer="x">Enrol for $490</a>'


def test_money_drops_cents_only_when_whole() -> None:
    html = render("{% money a %} {% money b %} {% money a cents=True %}", a=Money(49000, "USD"), b=Money(4950, "USD"))

    assert html == "$490 $49.50 $490.00"


def test_cover_says_nothing_of_the_title_in_its_address() -> None:
    html = render('{% cover "The Second Number" %}')

    assert "econd" not in html
    assert 'alt="" width="1200" height="800"' in html


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icon_is_decoration_without_a_label(name) -> None:
    assert 'aria-hidden="true"' in render("{% icon name %}", name=name)
