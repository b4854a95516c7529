"""SCORM packages: read from their zip, played on an origin of their own."""
