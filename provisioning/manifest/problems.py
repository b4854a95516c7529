"""What is wrong with a file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused

_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file: line and column count from 1, `path` names the field."""

    file: str = ""
    line: int = 1
    column: int = 1
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.path}".rstrip(": ")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with what would be right."""

    mark: Mark
    message: str

    def __str__(self) -> str:
        return f"{self.mark}: {self.message}"


class BadManifest(Refused):
    """The file cannot be a manifest; nothing was written."""

    message = _("%(problems)s")

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        lines = [str(problem) for problem in self.problems[:_SHOWN]]
        if len(self.problems) > _SHOWN:
            lines.append(f"… and {len(self.problems) - _SHOWN} more.")
        super().__init__(field=self.problems[0].mark.path or None, problems="\n".join(lines))


def did_you_mean(word: str, known: Iterable[str], *, what: str) -> str:
    """“There is no block “heroo”. Did you mean “hero”?”, or the list to choose from."""
    known = list(known)
    close = get_close_matches(word, known, 1)
    hint = f"Did you mean “{close[0]}”?" if close else f"Known: {', '.join(known[:20]) or 'none'}."
    return f"There is no {what} “{word}”. {hint}"
