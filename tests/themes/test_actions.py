"""Changing a brand."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from marque.kit.pagecache.store import generation
from marque.kit.tenancy.context import enter
from themes import actions
from themes.brand import current_brand
from themes.models import Brand

pytestmark = pytest.mark.usefixtures("in_okafor")


def _picture(kind: str = "PNG", size: tuple[int, int] = (1200, 300)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "#0f4d3f").save(out, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", out.getvalue())


def test_update_brand_changes_what_is_given_and_keeps_the_rest(update_brand) -> None:
    update_brand(theme="atelier", brand_colour="#2B2F77")

    update_brand(accent_colour="e8b")

    brand = current_brand()
    assert (brand.theme, brand.brand_colour, brand.accent_colour) == ("atelier", "#2b2f77", "#ee88bb")
    assert Brand.objects.count() == 1


def test_update_brand_changes_the_stylesheets_address(update_brand) -> None:
    before = current_brand().stylesheet_url

    update_brand(brand_colour="#8a1c3b")

    assert current_brand().stylesheet_url != before


def test_update_brand_lets_no_kept_page_show_the_old_one(update_brand) -> None:
    before = generation().brand

    update_brand(brand_colour="#8a1c3b")

    assert generation().brand != before


def test_update_brand_stays_in_its_tenant(other, update_brand) -> None:
    with enter(other):
        before = current_brand()

    update_brand(brand_colour="#8a1c3b", wordmark="Okafor School")

    with enter(other):
        assert current_brand() == before


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"brand_colour": "tomato"}, "brand_colour", "Write the colour as # and six digits, such as #0f4d3f."),
        ({"accent_colour": "#12345g"}, "accent_colour", "Write the colour as # and six digits, such as #0f4d3f."),
        ({"brand_colour": "#fff;}"}, "brand_colour", "Write the colour as # and six digits, such as #0f4d3f."),
        ({"theme": "baroque"}, "theme", "Value 'baroque' is not a valid choice."),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "There is no such time zone."),
        ({"support_email": "maren at okafor"}, "support_email", "Enter a valid email address."),
    ],
)
def test_update_brand_with_a_bad_value_says_which(values, field, words, update_brand) -> None:
    with pytest.raises(actions.BrandRefused) as refused:
        update_brand(**values)

    assert (refused.value.field, str(refused.value)) == (field, words)


def test_update_brand_draws_the_logo_again(update_brand) -> None:
    brand = update_brand(logo=_picture("JPEG"))

    with Image.open(brand.logo) as kept:
        assert (kept.format, kept.size) == ("PNG", (960, 240))


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"GIF89a", b""])
def test_update_brand_with_something_else_as_logo_refuses(content, update_brand) -> None:
    with pytest.raises(actions.BrandRefused) as refused:
        update_brand(logo=SimpleUploadedFile("logo.png", content))

    assert (refused.value.field, str(refused.value)) == ("logo", "The logo must be a PNG, JPEG or WebP picture.")


def test_a_second_brand_is_refused_by_the_database(update_brand) -> None:
    update_brand(wordmark="Okafor")

    with pytest.raises(IntegrityError), transaction.atomic():
        Brand.objects.create()


def test_current_brand_warm_reads_nothing(django_assert_num_queries) -> None:
    current_brand()

    with django_assert_num_queries(0):
        current_brand()
