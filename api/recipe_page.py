"""docs/cypher.md: all recipes with their questions, parameters and Cypher."""

from collections.abc import Iterator

from api.recipe import Recipe, recipes

_HEAD = """# Cypher for cultures

Written by `umran recipe --markdown` from `api/recipes/`. Each answers one question, on either
store:

    umran recipe                                   list them
    umran recipe shared-practices --param culture=Inca --param other=Ottoman
    umran recipe coverage --out coverage.png       as a picture, where it has one
    umran recipe nearest --json                    for programs

Names are looked up as everywhere: folded, aliases and Turkish names count, near misses are
suggested. The texts run as they stand in Neo4j Browser and in `umran query`, with parameters set to
names as the graph has them; [schema.md](schema.md) says what there is to ask for. A likeness is a
claim of the current run: `sources` says how much it rests on.
"""


def page() -> str:
    """The page as Markdown."""
    return _HEAD + "".join("\n" + "\n".join(_section(each)) + "\n" for each in recipes().values())


def _section(recipe: Recipe) -> Iterator[str]:
    yield f"## {recipe.name}\n\n{recipe.question}\n"
    for each in recipe.parameters:
        yield f"- `{each.name}` = {each.default}: {each.meaning}"
    if recipe.picture:
        yield f"- picture: {recipe.picture[0]} of {', '.join(recipe.picture[1:])}"
    yield f"\n```cypher\n{recipe.text}```"
