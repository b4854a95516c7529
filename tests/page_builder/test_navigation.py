"""The links pages bring to a site's frame."""

from marque.kit.tenancy.context import enter
from page_builder.actions import publish_text
from page_builder.navigation import menu
from page_builder.starters import text_body


def test_pages_shown_in_menus_are_linked(okafor) -> None:
    with enter(okafor):
        publish_text(slug="about", title="About", body=text_body("Us."), show_in_menus=True)
        publish_text(slug="terms", title="Terms", body=text_body("Yours."), footer="legal")

        assert menu() == {"main": [("About", "/about/")], "help": [], "legal": [("Terms", "/terms/")]}


def test_menu_of_another_tenant_is_its_own(okafor, other) -> None:
    with enter(okafor):
        publish_text(slug="about", title="About", body=text_body("Us."), show_in_menus=True)
    with enter(other):
        publish_text(slug="method", title="Method", body=text_body("How."), show_in_menus=True)

    found = []
    for tenant in (okafor, other, okafor):
        with enter(tenant):
            found.append(menu()["main"])

    assert found == [[("About", "/about/")], [("Method", "/method/")], [("About", "/about/")]]


def test_unpublished_page_leaves_the_menu(okafor) -> None:
    with enter(okafor):
        page = publish_text(slug="about", title="About", body=text_body("Us."), show_in_menus=True)
        menu()

        page.unpublish()

        assert menu()["main"] == []


def test_warm_menu_costs_no_query(okafor, django_assert_num_queries) -> None:
    with enter(okafor):
        menu()

        with django_assert_num_queries(0):
            menu()
