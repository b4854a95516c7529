"""Folders and zips that become modules and lessons."""
