"""docs/facts.md says what the code says."""

from django.core.management import call_command

from marque.kit.facts import map as facts_map


def test_the_page_of_facts_is_fresh() -> None:
    assert facts_map.path().read_text() == facts_map.as_markdown(), "Run `manage.py facts --write`."


def test_the_command_prints_every_fact(capsys) -> None:
    call_command("facts")

    printed = capsys.readouterr().out
    assert [fact.name() for fact, _listeners in facts_map.mapped() if fact.name() not in printed] == []
