"""What opens when, and who takes a course, in the Studio."""
