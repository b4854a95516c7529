"""Where scripts may be inline, and where never."""

from collections.abc import Callable

import pytest
from django.test import Client

from marque.kit.tenancy.context import CurrentTenant


def policy(client: Client, path: str) -> dict[str, str]:
    """The directives a path is served with."""
    header = client.get(path)["Content-Security-Policy"]
    return {part.split()[0]: part.split(maxsplit=1)[1] for part in header.split("; ")}


@pytest.mark.parametrize("path", ["/", "/courses/", "/accounts/login/", "/studios/", "/nothing/studio/"])
def test_a_site_runs_no_inline_script(okafor, client_for: Callable[[CurrentTenant], Client], path: str) -> None:
    found = policy(client_for(okafor), path)

    assert (found["script-src"], found["style-src"]) == ("'self'", "'self'")


def test_the_studio_may(okafor, client_for: Callable[[CurrentTenant], Client]) -> None:
    found = policy(client_for(okafor), "/studio/")

    assert found["script-src"] == "'self' 'unsafe-inline'"
    assert (found["default-src"], found["object-src"], found["frame-ancestors"]) == ("'self'", "'none'", "'self'")
