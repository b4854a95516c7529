"""Courses in the Studio: the list, the outline editor, the lesson editor."""
