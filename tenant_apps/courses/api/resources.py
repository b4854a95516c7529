"""`/courses/`."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, extend_schema, reads, writes
from tenant_apps.courses import actions
from tenant_apps.courses.api.asks import CourseAsked, NewCourseAsked
from tenant_apps.courses.api.shapes import CourseQuery, CourseShape, OutlineShape, courses_shown, outline_shown
from tenant_apps.courses.models import Course


class CourseView(ApiView):
    """What concerns one course."""

    def course(self, key: UUID) -> Course:
        """The course; raises Missing."""
        found: Course = self.found(courses_shown(), key)
        return found

    def shown(self, key: UUID, status: int = 200) -> Response:
        """The course as it is now."""
        return Response(CourseShape(self.course(key)).data, status=status)


class Courses(CourseView):
    """Every course."""

    @extend_schema(operation_id="courses_list", parameters=[CourseQuery], responses=CourseShape(many=True))
    @reads("courses:read")
    def get(self, request: Request) -> Response:
        """List courses, those nobody sees yet among them."""
        asked, rows = self.query(CourseQuery), courses_shown()
        if "state" in asked:
            rows = rows.filter(published_at__isnull=asked["state"] == "draft")
        return self.listed(rows.matching(asked["q"]) if "q" in asked else rows, CourseShape)

    @extend_schema(operation_id="courses_create", request=NewCourseAsked, responses={201: CourseShape})
    @writes("courses:write")
    def post(self, request: Request) -> Response:
        """Begin a course, with the product it is sold as; nobody sees it before it is published."""
        asked = self.asked(NewCourseAsked)
        made = actions.create_course(**asked, author=actions.teacher_of(self.by), by=self.by)
        return self.shown(made.key, 201)


class OneCourse(CourseView):
    """One."""

    @extend_schema(operation_id="courses_show", responses=CourseShape)
    @reads("courses:read")
    def get(self, request: Request, course_id: UUID) -> Response:
        """Show one course."""
        return self.shown(course_id)

    @extend_schema(operation_id="courses_change", request=CourseAsked, responses=CourseShape)
    @writes("courses:write")
    def put(self, request: Request, course_id: UUID) -> Response:
        """Change what a course says about itself; what is left out stays."""
        course = self.course(course_id)
        actions.update_course(course=course, by=self.by, **self.asked(CourseAsked))
        return self.shown(course_id)


class CoursePublication(CourseView):
    """Whether visitors see it."""

    @extend_schema(operation_id="courses_publish", request=None, responses=CourseShape)
    @writes("courses:write")
    def put(self, request: Request, course_id: UUID) -> Response:
        """Show a course to visitors; it needs a lesson they could take."""
        actions.publish_course(course=self.course(course_id), by=self.by)
        return self.shown(course_id)

    @extend_schema(operation_id="courses_unpublish", request=None, responses=CourseShape)
    @writes("courses:write")
    def delete(self, request: Request, course_id: UUID) -> Response:
        """Take a course out of the catalogue; learners keep theirs."""
        actions.unpublish_course(course=self.course(course_id), by=self.by)
        return self.shown(course_id)


class Outline(CourseView):
    """A course in order."""

    @extend_schema(operation_id="courses_outline", responses=OutlineShape)
    @reads("courses:read")
    def get(self, request: Request, course_id: UUID) -> Response:
        """Show modules and lessons in their order, drafts among them, and a word for that order."""
        return Response(OutlineShape(outline_shown(self.course(course_id))).data)
