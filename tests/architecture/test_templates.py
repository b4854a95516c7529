"""The shape of templates: each loads the libraries it uses, and no others."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template import engines
from django.template.base import Lexer, Token, TokenType

FOLDERS = ("platform", "shared_apps", "themes", "tenant_apps", "page_builder", "provisioning")
TEMPLATES = [
    path
    for folder in FOLDERS
    for path in sorted((Path(settings.ROOT) / folder).rglob("templates/**/*"))
    if path.suffix in {".html", ".txt"}
]


def unused_loads(text: str) -> list[str]:
    """The libraries a template loads without using a tag or filter of theirs."""
    libraries, tokens = engines["django"].engine.template_libraries, list(Lexer(text).tokenize())
    tags = {token.contents.split(maxsplit=1)[0] for token in tokens if token.token_type is TokenType.BLOCK}
    filters = {name for token in tokens for name in _filters(token)}
    return [
        name
        for name in _loaded(tokens)
        if tags.isdisjoint(libraries[name].tags) and filters.isdisjoint(libraries[name].filters)
    ]


def _filters(token: Token) -> list[str]:
    if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
        return []
    return re.findall(r"\|\s*(\w+)", token.contents)


def _loaded(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        words = token.contents.split()
        if token.token_type is TokenType.BLOCK and words[0] == "load":
            yield from words[words.index("from") + 1 :] if "from" in words else words[1:]


def test_templates_load_nothing_they_do_not_use():
    found = {
        str(path.relative_to(settings.ROOT)): unused for path in TEMPLATES if (unused := unused_loads(path.read_text()))
    }

    assert found == {}


def test_a_load_nobody_uses_is_seen():
    assert unused_loads("{% load i18n static %}{% translate 'One' %}") == ["static"]
    assert unused_loads("{% load l10n %}{{ one|localize }}") == []
