"""Schedules: which folder, feed or list of pages is brought into the graph, and when."""
