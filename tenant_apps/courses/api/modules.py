"""`/modules/`."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, extend_schema, reads, writes
from tenant_apps.courses import actions
from tenant_apps.courses.api.asks import ModuleAsked, NewModuleAsked, PositionAsked
from tenant_apps.courses.api.shapes import ModuleQuery, ModuleShape, courses_shown, modules_shown
from tenant_apps.courses.models import Module


class ModuleView(ApiView):
    """What concerns one module."""

    def module(self, key: UUID) -> Module:
        """The module; raises Missing."""
        found: Module = self.found(modules_shown(), key)
        return found

    def shown(self, key: UUID, status: int = 200) -> Response:
        """The module as it is now."""
        return Response(ModuleShape(self.module(key)).data, status=status)


class Modules(ModuleView):
    """Every module."""

    @extend_schema(operation_id="modules_list", parameters=[ModuleQuery], responses=ModuleShape(many=True))
    @reads("courses:read")
    def get(self, request: Request) -> Response:
        """List modules, archived ones among them; `outline/` shows them in order."""
        asked = self.query(ModuleQuery)
        return self.listed(modules_shown().filter(**{f"{name}__key": key for name, key in asked.items()}), ModuleShape)


class CourseModules(ModuleView):
    """The modules of a course."""

    @extend_schema(operation_id="modules_create", request=NewModuleAsked, responses={201: ModuleShape})
    @writes("courses:write")
    def post(self, request: Request, course_id: UUID) -> Response:
        """Add a module to a course."""
        course, asked = self.found(courses_shown(), course_id), self.asked(NewModuleAsked)
        return self.shown(actions.add_module(course=course, by=self.by, **asked).key, 201)


class OneModule(ModuleView):
    """One."""

    @extend_schema(operation_id="modules_show", responses=ModuleShape)
    @reads("courses:read")
    def get(self, request: Request, module_id: UUID) -> Response:
        """Show one module."""
        return self.shown(module_id)

    @extend_schema(operation_id="modules_change", request=ModuleAsked, responses=ModuleShape)
    @writes("courses:write")
    def put(self, request: Request, module_id: UUID) -> Response:
        """Rename a module, or say when it opens; nobody loses what was open to them."""
        module, asked = self.module(module_id), self.asked(ModuleAsked)
        if "title" in asked:
            actions.rename_module(module=module, title=asked["title"], by=self.by)
        if "opens_after_days" in asked:
            actions.set_release(module=module, days=asked["opens_after_days"], by=self.by)
        return self.shown(module_id)

    @extend_schema(operation_id="modules_delete", request=None, responses={204: None})
    @writes("courses:write")
    def delete(self, request: Request, module_id: UUID) -> Response:
        """Delete a module and its lessons; one that learners worked on can only be archived."""
        actions.delete_module(module=self.module(module_id), by=self.by)
        return Response(status=204)


class ModulePosition(ModuleView):
    """Where it stands."""

    @extend_schema(operation_id="modules_move", request=PositionAsked, responses=ModuleShape)
    @writes("courses:write")
    def put(self, request: Request, module_id: UUID) -> Response:
        """Put a module in another place of its course."""
        module, asked = self.module(module_id), self.asked(PositionAsked)
        actions.move_module(module=module, position=asked["position"], seen=asked.get("seen") or None, by=self.by)
        return self.shown(module_id)


class ModuleArchive(ModuleView):
    """Whether it has left the outline."""

    @extend_schema(operation_id="modules_archive", request=None, responses=ModuleShape)
    @writes("courses:write")
    def put(self, request: Request, module_id: UUID) -> Response:
        """Take a module and its lessons out of the outline; what learners did stays."""
        module = self.module(module_id)
        if module.archived_at is None:
            actions.archive_module(module=module, by=self.by)
        return self.shown(module_id)

    @extend_schema(operation_id="modules_restore", request=None, responses=ModuleShape)
    @writes("courses:write")
    def delete(self, request: Request, module_id: UUID) -> Response:
        """Bring an archived module back, last, with the lessons that left with it."""
        actions.restore_module(module=self.module(module_id), by=self.by)
        return self.shown(module_id)
