"""Courses and what they are made of, who builds them, what lessons were and may be, what is on its way in or out."""

from tenant_apps.courses.models.approvals import Approval, Request, RequestQuerySet, TeachingPolicy, Verdict
from tenant_apps.courses.models.authors import CoAuthor
from tenant_apps.courses.models.blocks import (
    BLOCK_WORDS,
    BLOCKS_BARE,
    BLOCKS_OF_KINDS,
    BLOCKS_ONCE,
    BLOCKS_PLAYED,
    BLOCKS_WITH_FILE,
    LONGEST_BLOCK,
    MOST_BLOCKS,
    BlockKind,
    LessonBlock,
)
from tenant_apps.courses.models.folders import FolderFile, FolderImport, FolderSource
from tenant_apps.courses.models.outlines import (
    FILED,
    GRADED,
    NEVER_PREVIEW,
    SCORED,
    Course,
    CourseQuerySet,
    CoverStyle,
    Lesson,
    LessonKind,
    Level,
    Module,
    NewLessons,
    OutlineQuerySet,
)
from tenant_apps.courses.models.packages import PackageExport, PackageImport
from tenant_apps.courses.models.prerequisites import Prerequisite
from tenant_apps.courses.models.proposals import LessonProposal, ProposalFile
from tenant_apps.courses.models.reviews import STARS, CourseRating, CourseReview, ReviewState
from tenant_apps.courses.models.versions import KEPT, LessonVersion

__all__ = [
    "BLOCKS_BARE",
    "BLOCKS_OF_KINDS",
    "BLOCKS_ONCE",
    "BLOCKS_PLAYED",
    "BLOCKS_WITH_FILE",
    "BLOCK_WORDS",
    "LONGEST_BLOCK",
    "MOST_BLOCKS",
    "KEPT",
    "Approval",
    "BlockKind",
    "CoAuthor",
    "Course",
    "CourseQuerySet",
    "CourseRating",
    "CourseReview",
    "CoverStyle",
    "FolderFile",
    "FolderImport",
    "FolderSource",
    "Lesson",
    "LessonBlock",
    "LessonKind",
    "LessonProposal",
    "LessonVersion",
    "Level",
    "Module",
    "NewLessons",
    "FILED",
    "GRADED",
    "NEVER_PREVIEW",
    "OutlineQuerySet",
    "PackageExport",
    "PackageImport",
    "Prerequisite",
    "ProposalFile",
    "ReviewState",
    "SCORED",
    "STARS",
    "Request",
    "RequestQuerySet",
    "TeachingPolicy",
    "Verdict",
]
