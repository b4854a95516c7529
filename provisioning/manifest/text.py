"""From the bytes of a file to YAML nodes: small, plain, UTF-8, or refused before anything is made of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from yaml.error import MarkedYAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from provisioning.manifest.problems import BadManifest, Mark, Problem

MOST_BYTES = 4_000_000
MOST_ITEMS = 20_000
MOST_NODES = 300_000
MOST_DEPTH = 40
MOST_ALIASES = 200

_ITEM = re.compile(rb"^\s*- ", re.MULTILINE)


def read_bytes(path: Path) -> bytes:
    """The file, unless it is missing, a folder or too large; raises BadManifest."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path.name, f"The file is larger than {MOST_BYTES:,} bytes, the most a manifest may have.")
        return path.read_bytes()
    except OSError as error:
        raise _refused(path.name, f"The file cannot be read: {error.strerror}.") from error


def nodes_of(content: bytes, name: str) -> list[Node]:
    """The documents of a YAML text; raises BadManifest with the line of what is wrong."""
    if len(content) > MOST_BYTES:
        raise _refused(name, f"The file is larger than {MOST_BYTES:,} bytes, the most a manifest may have.")
    if len(_ITEM.findall(content)) > MOST_ITEMS:
        raise _refused(name, f"The file lists more than {MOST_ITEMS:,} things, the most a manifest may have.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadManifest([Problem(Mark(name, line), "This is not UTF-8. Save the file as UTF-8.")]) from error
    try:
        _count(text, name)
        nodes = [node for node in yaml.compose_all(text, yaml.CSafeLoader) if node is not None]
    except RecursionError:
        raise _refused(name, f"The file is nested deeper than {MOST_DEPTH} levels.") from None
    except MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(name, at.line + 1, at.column + 1) if at else Mark(name)
        raise BadManifest([Problem(mark, f"This is not YAML: {error.problem or error}.")]) from error
    except yaml.YAMLError as error:
        raise _refused(name, f"This is not YAML: {' '.join(str(error).split())}.") from error
    for node in nodes:
        _measure(node, name)
    return nodes


def _count(text: str, name: str) -> None:
    """Values, aliases and depth, before anything is built of them."""
    depth = aliases = 0
    for count, event in enumerate(yaml.parse(text, yaml.CSafeLoader)):
        if count > 2 * MOST_NODES:
            raise _refused(name, f"The file holds more than {MOST_NODES:,} values.", event.start_mark.line)
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if aliases > MOST_ALIASES:
            raise _refused(name, f"The file uses more than {MOST_ALIASES} aliases (*name).", event.start_mark.line)
        if depth > MOST_DEPTH:
            raise _refused(name, f"The file is nested deeper than {MOST_DEPTH} levels.", event.start_mark.line)


def _measure(node: Node, name: str) -> None:
    """Refuse what aliases blow up, or lead round in a circle."""
    left = MOST_NODES
    stack: list[tuple[Node, frozenset[int]]] = [(node, frozenset())]
    while stack:
        node, above = stack.pop()
        left -= 1
        if left < 0:
            raise _refused(name, f"The file holds more than {MOST_NODES:,} values once its aliases are filled in.")
        if id(node) in above:
            raise _refused(name, "An alias (*name) leads to what it is part of.", node.start_mark.line)
        if not isinstance(node, ScalarNode):
            stack += [(child, above | {id(node)}) for child in _children(node)]


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, SequenceNode):
        yield from node.value
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield key
            yield value


def _refused(name: str, message: str, line: int = 0) -> BadManifest:
    return BadManifest([Problem(Mark(name, line + 1), message)])
