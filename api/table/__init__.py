"""Questions over tables, answered by computing: never a guessed number."""
