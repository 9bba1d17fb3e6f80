"""The years that a text speaks of, in the words and calendars that it uses."""
