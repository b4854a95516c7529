"""Code with its words marked by what they are: on the server, so that it is read without scripts."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from tenant_apps.materials.models import Listing

# the names an author chooses from; Pygments knows each by the first word
LANGUAGES = (
    ("text", "Plain text"),
    ("bash", "Bash"),
    ("c", "C"),
    ("csharp", "C#"),
    ("cpp", "C++"),
    ("css", "CSS"),
    ("dart", "Dart"),
    ("diff", "Diff"),
    ("docker", "Dockerfile"),
    ("elixir", "Elixir"),
    ("go", "Go"),
    ("haskell", "Haskell"),
    ("html", "HTML"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("json", "JSON"),
    ("julia", "Julia"),
    ("kotlin", "Kotlin"),
    ("lua", "Lua"),
    ("markdown", "Markdown"),
    ("php", "PHP"),
    ("powershell", "PowerShell"),
    ("python", "Python"),
    ("r", "R"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("scss", "SCSS"),
    ("sql", "SQL"),
    ("swift", "Swift"),
    ("toml", "TOML"),
    ("typescript", "TypeScript"),
    ("xml", "XML"),
    ("yaml", "YAML"),
)


def coloured(listing: Listing) -> SafeString:
    """The code as HTML of spans; a language nobody knows is plain text."""
    try:
        lexer = get_lexer_by_name(listing.language)
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    # Pygments escapes what is not its own markup
    return mark_safe(highlight(listing.code, lexer, HtmlFormatter(nowrap=True)))  # noqa: S308
