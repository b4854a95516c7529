"""The API describes itself completely, and can be read by people."""

from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from marque.api.urls import resources


def test_the_description_is_valid_and_complete(tmp_path):
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--urlconf", "marque.api.urls", "--file", str(tmp_path / "a.yml")
    )


def test_every_route_is_described_with_its_errors():
    paths = SchemaGenerator(patterns=resources).get_schema(request=None, public=True)["paths"]

    assert len(paths) == len(resources)
    for methods in paths.values():
        for method, route in methods.items():
            assert {"401", "403", "404", "429"} <= set(route["responses"]), route["operationId"]
            assert route["description"], route["operationId"]
            keyed = any(given["name"] == "Idempotency-Key" for given in route.get("parameters", []))
            assert keyed == (method != "get")


def test_the_description_is_served(platform, client_for):
    answer = client_for(platform).get("/api/v1/schema/")

    assert answer.json()["info"]["title"] == "Marque platform API"
    assert "/api/v1/tenants/{slug}/suspension/" in answer.json()["paths"]


def test_the_pages_are_readable_without_scripts(platform, client_for):
    page = client_for(platform).get("/api/v1/docs/")

    assert page.status_code == 200
    assert "<code>/tenants/{slug}/suspension/</code>" in page.text
    assert "http" not in page["Content-Security-Policy"].partition("script-src")[2].partition(";")[0]
