"""A course as one file: its records, its media, and checksums of both."""
