"""What programs are shown of enrolments."""

from rest_framework import serializers


class EnrolmentShape(serializers.Serializer):
    """A person's place in a course."""

    id = serializers.UUIDField(source="key")
    person = serializers.UUIDField(source="person.key")
    email = serializers.EmailField(source="person.email")
    course = serializers.UUIDField(source="course.key")
    course_title = serializers.CharField(source="course.title")
    started_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
