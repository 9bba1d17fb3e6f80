"""The HTTP API: thin rooms, a file a noun, before what the other packages compute."""
