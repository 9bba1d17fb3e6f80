"""Which parts an encoder is made of, and how large."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from kg.errors import SettingsError

CHOICES: Mapping[str, tuple[str, ...]] = {
    "conv": ("sage", "gatv2", "gcn", "none"),
    "skip": ("sum", "concat"),
    "fusion": ("mean", "gated", "mlp", "joint", "cross", "bottleneck", "pairwise", "late"),
    "temporal": ("off", "both", "causal"),
    "pool": ("mean", "attention", "sparse", "linear"),
}
GRAPHS = ("relations", "knn", "place", "kin")


@dataclass(frozen=True, slots=True)
class Shape:
    """All options of the architecture; plain values, so that it goes into JSON and back.

    width: of all vectors; inner: of the branches inside, "256" for all or "text=256" for one
    modality, as wide as all vectors where nothing is said; layers: rounds of messages;
    residual: how far a branch may move the closed form; labels: kinds of entities. conv: how
    facets hear their neighbours. skip: how the closed form meets what the branch heard. fusion:
    how modalities become one vector; blocks and heads: of the fusions, GATv2 and the
    attentions; gate: whether the mean in a fusion is gated ("mean" has no gate, "gated" nothing
    else). temporal: attention over the periods of a culture and theme, "causal" without a look
    at later ones. pool: how the items of a facet become one vector; most: items that "sparse"
    keeps of each facet. graphs: along which edges facets hear each other. Raises SettingsError
    for what cannot be.
    """

    width: int = 64
    inner: tuple[str, ...] = ()
    layers: int = 2
    dropout: float = 0.1
    residual: float = 0.1
    labels: int = 11
    conv: str = "sage"
    skip: str = "sum"
    fusion: str = "mean"
    heads: int = 4
    blocks: int = 1
    gate: bool = True
    temporal: str = "off"
    pool: str = "mean"
    most: int = 64
    graphs: tuple[str, ...] = ("relations",)

    def __post_init__(self) -> None:
        object.__setattr__(self, "graphs", tuple(self.graphs))
        for name, known in CHOICES.items():
            _one_of(name, getattr(self, name), known)
        for graph in self.graphs:
            _one_of("graphs", graph, GRAPHS)
        object.__setattr__(self, "inner", tuple(self.inner))
        for width in (self.width, *_widths(self.inner).values()):
            if self.heads < 1 or width % self.heads:
                raise SettingsError(
                    f"width is {width}, which {self.heads} heads cannot share.",
                    hint="Take a width that is a multiple of heads.",
                )
        if not 0 <= self.dropout < 1:
            raise SettingsError(f"dropout is {self.dropout}.", hint="It is 0 or more, below 1.")

    @property
    def heard(self) -> tuple[str, ...]:
        """The graphs that messages go along: none without a convolution."""
        return () if self.conv == "none" else self.graphs

    def inside(self, modality: str) -> int:
        """The width inside the branch of a modality."""
        widths = _widths(self.inner)
        return widths.get(modality, widths.get("", self.width))

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Shape":
        """The shape that `asdict` or JSON gave. Raises SettingsError for an unknown option."""
        if unknown := set(values) - {each.name for each in fields(cls)}:
            raise SettingsError(
                f"A shape has no option {sorted(unknown)[0]!r}.",
                hint="The checkpoint is of another version.",
            )
        return cls(**values)


def _widths(inner: Sequence[str]) -> dict[str, int]:
    """By modality, "" for all others."""
    found = {}
    for text in inner:
        modality, _, width = text.rpartition("=")
        if not width.strip().isdecimal() or not int(width):
            raise SettingsError(
                f"inner has {text!r}.",
                hint='Write a width, as "256", or "text=256" for one branch.',
            )
        found[modality.strip()] = int(width)
    return found


def _one_of(name: str, value: object, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SettingsError(f"{name} is {value!r}.", hint=f"Known are: {', '.join(known)}.")
