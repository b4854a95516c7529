"""The API describes itself completely, and can be read by people."""

from django.core.management import call_command

from marque.config.urls_api import pages, resources


def test_the_description_is_valid_and_complete(tmp_path):
    place = str(tmp_path / "a.yml")
    call_command("spectacular", "--validate", "--fail-on-warn", "--urlconf", "marque.config.urls_api", "--file", place)


def test_every_route_is_described_with_its_errors():
    paths = pages.description["paths"]

    assert len(paths) == len(resources)
    for methods in paths.values():
        for method, route in methods.items():
            assert {"401", "403", "404", "429"} <= set(route["responses"]), route["operationId"]
            assert "application/problem+json" in route["responses"]["404"]["content"]
            assert route["description"], route["operationId"]
            keyed = any(given["name"] == "Idempotency-Key" for given in route.get("parameters", []))
            assert keyed == (method != "get")


def test_the_description_is_served_in_the_businesss_name(okafor, client_for):
    answer = client_for(okafor).get("/api/v1/schema/").json()

    assert (answer["info"]["title"], answer["servers"]) == (
        f"API of {okafor.name}",
        [{"url": f"http://{okafor.domain}"}],
    )
    assert "/api/v1/orders/{order_id}/refunds/" in answer["paths"]
    assert "marque" not in str(answer).lower()


def test_the_pages_are_readable_without_scripts(okafor, client_for):
    page = client_for(okafor).get("/api/v1/docs/")

    assert page.status_code == 200
    assert "<code>/orders/{order_id}/refunds/</code>" in page.text
    assert "http" not in page["Content-Security-Policy"].partition("script-src")[2].partition(";")[0]
