"""docs/manifest.md says what the checks say."""

from provisioning.manifest import reference


def test_the_page_of_keys_is_fresh():
    assert reference.path().read_text() == reference.as_markdown(), "Run `marque manifest reference --write`."
