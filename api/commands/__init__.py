"""One file a command: it calls the library and shows the answer."""
