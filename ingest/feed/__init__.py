"""Feeds and lists of pages on the web: they become files of a folder, which is read as any."""
