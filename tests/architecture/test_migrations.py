"""Our migrations do no harm to a fleet that is being served."""

from provisioning.waves.lint import problems


def test_no_migration_is_unsafe_without_a_reason():
    found = list(problems())

    assert found == [], "\n".join(found)
