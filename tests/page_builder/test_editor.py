"""What the Studio's editor is told about a tenant."""

import pytest
from wagtail.admin.panels import get_edit_handler

from marque.kit.tenancy.context import enter
from page_builder.blocks import PageBlocks, TextBlocks
from page_builder.models import LandingPage
from tests.page_builder.conftest import sell_course

pytestmark = pytest.mark.urls("marque.config.urls_tenant")


def form_of(tenant) -> str:
    """The editor's form of a landing page, as HTML."""
    with enter(tenant):
        form = get_edit_handler(LandingPage).get_form_class()(instance=LandingPage(title="New"))
        return str(form["body"]) + str(form.media)


def test_offers_in_the_form_belong_to_the_tenant(okafor, other) -> None:
    with enter(okafor):
        sell_course("second", "The Second Number")
    with enter(other):
        sell_course("bread", "Bread at Home")

    forms = [form_of(tenant) for tenant in (okafor, other, okafor)]

    assert ["The Second Number" in form for form in forms] == [True, False, True]
    assert ["Bread at Home" in form for form in forms] == [False, True, False]


def test_new_offer_is_in_the_next_form(okafor) -> None:
    before = form_of(okafor)

    with enter(okafor):
        sell_course("bread", "Bread at Home")

    assert ("Bread at Home" in before, "Bread at Home" in form_of(okafor)) == (False, True)


@pytest.mark.parametrize("stream", [PageBlocks(), TextBlocks()])
@pytest.mark.usefixtures("in_okafor")
def test_blocks_are_described(stream) -> None:
    for name, block in stream.child_blocks.items():
        assert block.meta.icon != "placeholder", name
        assert block.meta.group, name
        assert block.get_description(), name
        if name != "picture":
            assert block.is_previewable, name


@pytest.mark.parametrize("name", [name for name in PageBlocks().child_blocks if name not in ("picture", "courses")])
@pytest.mark.usefixtures("in_okafor")
def test_block_preview_renders(name, rf) -> None:
    block = PageBlocks().child_blocks[name]

    value = block.get_preview_value()
    html = block.render(value, block.get_preview_context(value, {"request": rf.get("/")}))

    assert "<section" in html or "<aside" in html
