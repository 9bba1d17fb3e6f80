"""Dyes that several ornaments share."""

WHITE, RED, BLUE, YELLOW, GREEN, BLACK = (
    "#fbf8f0",
    "#b3282d",
    "#23508f",
    "#e5b52f",
    "#2f7d4f",
    "#231f20",
)
