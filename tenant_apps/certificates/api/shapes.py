"""What programs are shown of certificates."""

from rest_framework import serializers

from marque.kit.http import tenant_url
from tenant_apps.certificates.models import Certificate


class CertificateShape(serializers.Serializer):
    """What was said of whom, as it was said."""

    id = serializers.UUIDField(source="key")
    number = serializers.CharField(source="serial")
    person = serializers.UUIDField(source="person.key", allow_null=True, default=None)
    email = serializers.EmailField(source="person.email", allow_null=True, default=None)
    name = serializers.CharField(source="name_on_it")
    course = serializers.UUIDField(source="course.key")
    course_title = serializers.CharField()
    url = serializers.SerializerMethodField(help_text="Where anybody can check it.")
    issued_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)

    def get_url(self, row: Certificate) -> str:
        """Where anybody can check it."""
        return tenant_url(f"/certificates/{row.serial}/")
