"""From YAML nodes to values: every problem found, each with its place."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import escape
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from page_builder.starters.build import paragraphs
from provisioning.manifest.problems import Mark, Problem, did_you_mean
from provisioning.manifest.schema import Field, Html, Item, Name

_PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")}
_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
_PLACE = re.compile(r"\{\{ *(\w+) *\}\}")
# before rich text that is neither: kept to the letter
_AS_IT_IS = "<!---->"
# what the editor never writes and a browser would run or fetch; no tag is read twice, however long the text
_FORBIDDEN = re.compile(
    r"<\s{0,99}/?\s{0,99}(script|style|iframe|object|form|input|base|meta|link|svg|math|template)\b"
    r"|<[^<>]*[\s/\"']on\w+\s*=|<[^<>]*(?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript|data)\s*:",
    re.IGNORECASE,
)
_MOST_HTML = 200_000
_NOTHING = object()


class Checker:
    """Checks one file; `parameters` fill places such as {{ name }} in its words."""

    def __init__(self, file: str, parameters: Mapping[str, str] | None = None) -> None:
        self.file = file
        self.parameters = parameters
        self.problems: list[Problem] = []

    def value(self, node: Node, field: Field, path: str = "") -> Any:
        """The node as the field wants it; what is wrong is noted, and stands as the default."""
        if node.tag not in _PLAIN and isinstance(node, ScalarNode | MappingNode | SequenceNode):
            self.problem(node, path, f"The tag {node.tag} has no place here.")
            node = ScalarNode("tag:yaml.org,2002:null", "", node.start_mark, node.end_mark)
        return getattr(self, f"_{field.kind}")(node, field, path)

    def mark(self, node: Node, path: str) -> Mark:
        """Where a node stands."""
        return Mark(self.file, node.start_mark.line + 1, node.start_mark.column + 1, path)

    def problem(self, node: Node, path: str, message: str) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(self.mark(node, path), message))

    def _wrong(self, node: Node, path: str, message: str, field: Field) -> Any:
        self.problem(node, path, message)
        return field.default

    def _scalar(self, node: Node, field: Field, path: str, what: str) -> Any:
        if not isinstance(node, ScalarNode):
            self.problem(node, path, f"Expected {what}, found {_kind_of(node)}.")
            return _NOTHING
        if "\0" in node.value:
            self.problem(node, path, "A null character has no place in text.")
            return _NOTHING
        return self._filled(node, path, rich=field.kind == "html")

    def _filled(self, node: ScalarNode, path: str, *, rich: bool) -> str:
        if self.parameters is None:
            return str(node.value)
        known = self.parameters

        def fill(place: re.Match[str]) -> str:
            if place[1] not in known:
                self.problem(node, path, did_you_mean(place[1], known, what="parameter"))
            found = known.get(place[1], "")
            return str(escape(found)) if rich else found

        return _PLACE.sub(fill, node.value)

    def _text(self, node: Node, field: Field, path: str) -> Any:
        found = self._scalar(node, field, path, "text")
        if found is _NOTHING or (node.tag.endswith("null") and not field.required):
            return field.default
        if field.required and not found.strip():
            return self._wrong(node, path, "This cannot be empty.", field)
        if field.most and len(found) > field.most:
            return self._wrong(node, path, f"This has {len(found)} characters; {field.most} fit.", field)
        if found and field.pattern and not re.fullmatch(field.pattern, found):
            return self._wrong(node, path, f"“{found[:60]}” does not fit {field.pattern}.", field)
        return found

    def _html(self, node: Node, field: Field, path: str) -> Any:
        found = self._scalar(node, field, path, "text")
        if found is _NOTHING or node.tag.endswith("null"):
            return Html("")
        if len(found) > _MOST_HTML:
            return self._wrong(node, path, f"This has {len(found)} characters; {_MOST_HTML} fit.", field)
        if bad := _FORBIDDEN.search(found):
            return self._wrong(node, path, f"“{bad[0][:40]}” has no place in text.", field)
        html = Html(rich(found))
        html.mark = self.mark(node, path)
        return html

    def _bool(self, node: Node, field: Field, path: str) -> Any:
        word = node.value.lower() if isinstance(node, ScalarNode) else ""
        if word in _TRUE | _FALSE:
            return word in _TRUE
        return self._wrong(node, path, f"Expected true or false, found {_kind_of(node)}.", field)

    def _number(self, node: Node, field: Field, path: str) -> Any:
        if isinstance(node, ScalarNode) and re.fullmatch(r"-?\d{1,9}", node.value):
            found = int(node.value)
            if (field.least or 0) <= found <= (field.most or found):
                return found
            return self._wrong(node, path, f"Give a number between {field.least} and {field.most}.", field)
        if node.tag.endswith("null"):
            return field.default
        return self._wrong(node, path, f"Expected a whole number, found {_kind_of(node)}.", field)

    def _choice(self, node: Node, field: Field, path: str) -> Any:
        found = self._scalar(node, field, path, "a word")
        if found is _NOTHING or found in field.choices:
            return field.default if found is _NOTHING else found
        return self._wrong(node, path, did_you_mean(found, [c for c in field.choices if c], what="choice"), field)

    def _ref(self, node: Node, field: Field, path: str) -> Any:
        found = self._scalar(node, field, path, "a name")
        if found is _NOTHING or not found:
            return None
        return Name(field.to, found, self.mark(node, path))

    def _list(self, node: Node, field: Field, path: str) -> Any:
        if node.tag.endswith("null"):
            return []
        if not isinstance(node, SequenceNode):
            return self._wrong(node, path, f"Expected a list, found {_kind_of(node)}.", field)
        if field.most and len(node.value) > field.most:
            return self._wrong(node, path, f"This lists {len(node.value)}; {field.most} is the most.", field)
        if field.of is None:
            raise TypeError("a list says what it is a list of")
        return [self.value(child, field.of, f"{path}[{at}]") for at, child in enumerate(node.value)]

    def _map(self, node: Node, field: Field, path: str) -> Any:
        item = Item()
        item.mark = self.mark(node, path)
        children = self._children(node, field, path) if isinstance(node, MappingNode) else {}
        if not isinstance(node, MappingNode) and not node.tag.endswith("null"):
            self.problem(node, path, f"Expected keys and values, found {_kind_of(node)}.")
        item.said = frozenset(children)
        for name, inner in field.fields.items():
            where = f"{path}.{name}" if path else name
            if name in children:
                item[name] = self.value(children[name], inner, where)
            else:
                item[name] = [] if inner.kind in ("list", "stream") else inner.default
                if inner.required:
                    self.problem(node, where, f"“{name}” is missing.")
        return item

    def _stream(self, node: Node, field: Field, path: str) -> Any:
        if node.tag.endswith("null"):
            return []
        if not isinstance(node, SequenceNode):
            return self._wrong(node, path, f"Expected a list of blocks, found {_kind_of(node)}.", field)
        found = (self._variant(child, field, f"{path}[{at}]") for at, child in enumerate(node.value))
        return [block for block in found if block is not None]

    def _variant(self, node: Node, field: Field, path: str) -> Any:
        if not isinstance(node, MappingNode) or len(node.value) != 1 or not isinstance(node.value[0][0], ScalarNode):
            self.problem(node, path, "Expected one block, such as “- prose:” with its fields below.")
            return None
        key, inner = node.value[0]
        if key.value not in field.fields:
            self.problem(key, path, did_you_mean(key.value, field.fields, what="block"))
            return None
        return {"type": key.value, "value": self.value(inner, field.fields[key.value], f"{path}.{key.value}")}

    def _children(self, node: MappingNode, field: Field, path: str) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, child in node.value:
            name = key.value if isinstance(key, ScalarNode) else ""
            where = f"{path}.{name}" if path else str(name)
            if name not in field.fields:
                self.problem(key, where, did_you_mean(str(name), field.fields, what="key"))
            elif name in found:
                self.problem(key, where, f"“{name}” is said twice.")
            else:
                found[name] = child
        return found


def rich(text: str) -> str:
    """Rich text from what a person writes: plain paragraphs, or HTML with a line for each part."""
    if text.startswith(_AS_IT_IS):
        return text.removeprefix(_AS_IT_IS)
    return paragraphs(re.sub(r">(\s+)<", lambda gap: "><" if "\n" in gap[1] else gap[0], text.strip()))


def readable(html: str) -> str:
    """Rich text as plain paragraphs where that says the same, else with a line for each part, else as it is."""
    plain = "\n\n".join(re.findall(r"<p>(.*?)</p>", html))
    lines = re.sub(r"(</(?:p|h2|h3|ul|ol|li|blockquote)>)(?=<)", r"\1\n", html)
    return next((text for text in (plain, lines) if rich(text) == html), _AS_IT_IS + html)


def _kind_of(node: Node) -> str:
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "keys and values"
    return f"“{str(node.value)[:40]}”" if node.value else "nothing"
