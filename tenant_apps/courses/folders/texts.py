"""Plain text and Markdown as a lesson's text: headings, lists, quotes, emphasis, links; markup is shown as it is."""

from __future__ import annotations

import re

from django.utils.html import escape

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_BULLET, _NUMBER = re.compile(r"^\s*[-*+]\s+(.+)$"), re.compile(r"^\s*\d{1,3}[.)]\s+(.+)$")
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((https?://[^\s)\"'<>]{1,500})\)")


def as_html(text: str, *, is_markdown: bool) -> str:
    """Rich text with nothing in it that its author did not see."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return "".join(_block(block.strip("\n"), is_markdown) for block in blocks if block.strip())


def minutes_to_read(text: str) -> int:
    """At two hundred words a minute."""
    return -(-len(text.split()) // 200)


def first_heading(text: str) -> tuple[str, str]:
    """The title a Markdown text begins with, and the rest; nothing when it begins otherwise."""
    first, _newline, rest = text.lstrip("\ufeff\n\r ").partition("\n")
    found = _HEADING.match(first.rstrip("\r"))
    return (found[2], rest) if found and found[1] == "#" else ("", text)


def _block(block: str, is_markdown: bool) -> str:
    lines = block.split("\n")
    if not is_markdown:
        return f"<p>{'<br/>'.join(escape(line) for line in lines)}</p>"
    if heading := _HEADING.match(lines[0]):
        level = "h2" if len(heading[1]) <= 2 else "h3"
        rest = "\n".join(lines[1:]).strip()
        return f"<{level}>{_inline(heading[2])}</{level}>" + (_block(rest, True) if rest else "")
    for tag, item in (("ul", _BULLET), ("ol", _NUMBER)):
        if (found := [item.match(line) for line in lines if line.strip()]) and all(found):
            return f"<{tag}>{''.join(f'<li>{_inline(one[1])}</li>' for one in found if one)}</{tag}>"
    if all(line.startswith(">") for line in lines):
        return f"<blockquote>{_inline(' '.join(line.lstrip('> ') for line in lines))}</blockquote>"
    return "<hr/>" if re.fullmatch(r"\s*([-*_])(\s*\1){2,}\s*", block) else f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    safe = str(escape(text))
    safe = _LINK.sub(r'<a href="\2">\1</a>', safe)
    safe = re.sub(r"\*\*(\S(?:[^*\n]*\S)?)\*\*", r"<b>\1</b>", safe)
    return re.sub(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])", r"<i>\1</i>", safe)
