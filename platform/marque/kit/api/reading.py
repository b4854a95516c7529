"""An API's description, arranged for a page that people read."""

from typing import Any

from drf_spectacular.generators import SchemaGenerator

_METHODS = ("get", "post", "put", "delete")
Group = dict[str, list[dict[str, Any]]]


def described(patterns: list[Any]) -> dict[str, Any]:
    """The OpenAPI document of these addresses."""
    found: dict[str, Any] = SchemaGenerator(patterns=patterns).get_schema(request=None, public=True)
    return found


def groups_of(description: dict[str, Any]) -> Group:
    """The routes by resource."""
    components = description["components"]["schemas"]
    groups: Group = {}
    for path, methods in description["paths"].items():
        for method in _METHODS:
            if method in methods:
                route = methods[method]
                groups.setdefault(route["tags"][0], []).append(_route(path, method, route, components))
    return groups


def _route(path: str, method: str, route: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    words, _gap, scope = route.get("description", "").partition("\n\nScope: ")
    return {
        "id": route["operationId"],
        "title": words.partition(";")[0].partition(".")[0].partition(":")[0],
        "method": method.upper(),
        "path": path.removeprefix("/api/v1"),
        "words": words,
        "scope": scope.strip("`."),
        "query": [_plain(given) for given in route.get("parameters", []) if given["in"] == "query"],
        "body": _fields(route.get("requestBody", {}), components),
        "answers": [(code, answer["description"]) for code, answer in route["responses"].items()],
        "shown": _fields(_success(route["responses"]), components),
    }


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """A query parameter; the description's list of choices (lines that begin with a star) in one line."""
    choices = ", ".join(map(str, given["schema"].get("enum", [])))
    return {"name": given["name"], "description": choices or given.get("description", "")}


def _success(answers: dict[str, Any]) -> dict[str, Any]:
    return next(answer for code, answer in answers.items() if code.startswith("2"))


def _fields(holder: dict[str, Any], components: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body, with its type, whether it must be there, and what it means."""
    shape = holder.get("content", {}).get("application/json", {}).get("schema", {})
    shape = shape.get("items", shape)
    shape = components.get(shape.get("$ref", "").rpartition("/")[2], shape)
    shape = shape.get("properties", {}).get("results", {}).get("items", shape)
    shape = components.get(shape.get("$ref", "").rpartition("/")[2], shape)
    needed = shape.get("required", [])
    return [
        {"name": name, "type": field.get("type", ""), "needed": name in needed, "words": field.get("description", "")}
        for name, field in shape.get("properties", {}).items()
    ]
