"""A course as a file, out of the Studio and into it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from marque.kit.errors import Refused
from shared_apps.plans.errors import LimitReached
from tenant_apps.courses import actions
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import courses_of, may_build

MOST = 2 << 30


class PackageForm(forms.Form):
    """A package to import."""

    file = forms.FileField(label=gettext_lazy("Package"), help_text=gettext_lazy("A file that ends with .course.zip"))

    def clean_file(self) -> UploadedFile:
        """Not more than a request should carry."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST:
            raise forms.ValidationError(_("The most is %(most)s.") % {"most": filesizeformat(MOST)})
        return file


@may_build
@require_POST
def package(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The course, to save."""
    course = get_object_or_404(courses_of(request.user).select_related("product"), key=key)
    try:
        made = actions.export_course(course=course, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("studio_courses:outline", course.key)
    return FileResponse(made, as_attachment=True, filename=f"{course.slug}.course.zip", content_type="application/zip")


@may_build
@require_http_methods(["GET", "POST"])
def packages(request: HttpRequest) -> HttpResponse:
    """Make a course of a package."""
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _imported(request, form.cleaned_data["file"])
        except (Refused, LimitReached) as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("Here is the course. Nobody sees it until you publish it."))
            return redirect("studio_courses:outline", made.key)
    status = 422 if form.errors else 200
    return render(request, "courses/studio/packages.html", {"form": form}, status=status)


def _imported(request: HttpRequest, file: UploadedFile) -> Course:
    author = actions.teacher_of(request.user)  # type: ignore[arg-type]
    if isinstance(file, TemporaryUploadedFile):
        return actions.import_course(path=Path(file.temporary_file_path()), author=author, by=request.user)
    with TemporaryUploadedFile(file.name, None, file.size, None) as copy:
        copy.write(file.read())
        copy.flush()
        return actions.import_course(path=Path(copy.temporary_file_path()), author=author, by=request.user)
