import pytest

from shared_apps.integrations import resilience


@pytest.fixture
def patient(monkeypatch) -> None:
    """No breaker left open by another test, and no waiting between tries."""
    monkeypatch.setattr(resilience, "_breakers", {})
    monkeypatch.setitem(resilience.call.__kwdefaults__, "sleep", lambda seconds: None)
