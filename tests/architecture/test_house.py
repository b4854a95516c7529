"""The shape of the house: what a rule in DESIGN §3, §4 and §9 says, this file holds."""

import ast
import platform
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from modelsearch.index import get_indexed_models

from marque.kit.tenancy.kinds import labels_of

SOURCES = [
    path
    for folder in ("platform", "shared_apps", "themes", "tenant_apps", "page_builder", "provisioning")
    for path in sorted((Path(settings.ROOT) / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
SAY_NOTHING = {"utils", "helpers", "services", "managers", "common", "misc"}


def name_of(path: Path) -> str:
    return str(path.relative_to(settings.ROOT))


def test_platform_is_the_standard_library():
    assert platform.system() == "Linux"
    assert not (Path(settings.ROOT) / "platform" / "__init__.py").exists()


def test_file_names_say_something():
    found = [name_of(path) for path in SOURCES if path.stem in SAY_NOTHING]

    assert found == []


def test_files_are_short():
    long = {name_of(path): count for path in SOURCES if (count := _lines(path)) > 300}

    assert long == {}


def _lines(path: Path) -> int:
    return sum(1 for line in path.read_text().splitlines() if line.strip())


def test_functions_are_short():
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]

    assert long == []


def test_no_app_imports_anothers_inner_rooms():
    """Views, forms, tasks and subscribers are an app's own."""
    pattern = re.compile(r"(?:from|import) tenant_apps\.(\w+)\.(?:views|forms|tasks|subscribers)\b")
    strangers = [
        f"{name_of(path)}: {match[0]}"
        for path in SOURCES
        for match in pattern.finditer(path.read_text())
        if f"tenant_apps/{match[1]}/" not in name_of(path)
    ]

    assert strangers == []


def test_tenants_are_entered_only_through_the_context():
    """`with tenant:` and connection.set_tenant go by the connection, which threads share (DESIGN §9.2)."""
    found = [
        name_of(path)
        for path in SOURCES
        if re.search(r"\b(schema_context|tenant_context|set_tenant|set_schema)\(", path.read_text())
        and "kit/tenancy/" not in name_of(path)
    ]

    assert found == []


def test_an_app_of_one_type_only_is_a_leaf():
    """Its models point at nothing other types carry, and are in no index: a delete would ask for a missing table."""
    everywhere = labels_of("platform") & labels_of("business")
    registry = labels_of("public")
    for model in apps.get_models():
        if model._meta.app_label in everywhere | registry:
            continue
        assert model not in get_indexed_models()
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete:
                assert field.related_model._meta.app_label not in everywhere, field


def test_no_relation_crosses_between_registry_and_tenant():
    registry = labels_of("public")
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                inside = model._meta.app_label in registry
                assert inside == (field.related_model._meta.app_label in registry), field


def test_shared_and_tenant_apps_do_not_overlap():
    public = set(settings.TENANT_TYPES["public"]["APPS"])

    assert public & set(settings.TENANT_TYPES["business"]["APPS"]) == set()
    assert set(settings.TENANT_TYPES["business"]["APPS"]) < set(settings.TENANT_TYPES["platform"]["APPS"])


def test_constraints_are_named_by_us():
    for model in apps.get_models():
        if not model.__module__.startswith(("tenant_apps", "shared_apps", "themes", "page_builder", "marque")):
            continue
        for constraint in model._meta.constraints:
            assert constraint.name, model


@pytest.mark.parametrize("word", ["DROP TRIGGER", "CREATE TRIGGER", "CREATE EXTENSION"])
def test_migrations_are_ready_for_citus(word):
    found = subprocess.run(  # noqa: S603
        ["git", "grep", "-l", word, "--", "*/migrations/*.py"], cwd=settings.ROOT, capture_output=True, text=True
    )  # fmt: skip

    assert found.stdout == ""


def test_import_contracts_hold():
    answer = subprocess.run(
        [Path(settings.ROOT) / ".venv/bin/lint-imports"], cwd=settings.ROOT, capture_output=True, text=True,
        env={"PYTHONPATH": f"{settings.ROOT}/platform:{settings.ROOT}", "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
    )  # fmt: skip

    assert answer.returncode == 0, answer.stdout[-3000:]
