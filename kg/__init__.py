"""The graph: what exists and where it is kept."""

import logging

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what the driver logs, it raises too
