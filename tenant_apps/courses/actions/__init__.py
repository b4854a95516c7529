"""Everything that writes to a course."""

from tenant_apps.courses.actions.courses import (
    AddressTaken,
    NothingToPublish,
    create_course,
    publish_course,
    unpublish_course,
    update_course,
)
from tenant_apps.courses.actions.lessons import (
    ForeignModule,
    LessonInUse,
    PreviewOfQuiz,
    add_lesson,
    archive_lesson,
    delete_lesson,
    move_lesson,
    rename_lesson,
    restore_lesson,
    update_lesson,
)
from tenant_apps.courses.actions.modules import (
    ModuleInUse,
    add_module,
    archive_module,
    delete_module,
    move_module,
    rename_module,
    restore_module,
)
from tenant_apps.courses.actions.release import ImpossibleRelease, set_release

__all__ = [
    "AddressTaken",
    "ForeignModule",
    "ImpossibleRelease",
    "LessonInUse",
    "ModuleInUse",
    "NothingToPublish",
    "PreviewOfQuiz",
    "add_lesson",
    "add_module",
    "archive_lesson",
    "archive_module",
    "create_course",
    "delete_lesson",
    "delete_module",
    "move_lesson",
    "move_module",
    "publish_course",
    "rename_lesson",
    "rename_module",
    "restore_lesson",
    "restore_module",
    "set_release",
    "unpublish_course",
    "update_course",
    "update_lesson",
]
