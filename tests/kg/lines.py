"""One text a line."""


def lines(block: str) -> list[str]:
    """The lines of `block`; one that begins with a space goes on with the text before it."""
    texts: list[str] = []
    for line in filter(str.strip, block.split("\n")):
        if line.startswith(" ") and texts:
            texts[-1] += "\n" + line
        else:
            texts.append(line)
    return texts
