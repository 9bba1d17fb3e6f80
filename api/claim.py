"""Distances as claims, with the sentences that they rest on."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.evidence import Shared, shared
from kg.errors import NotFound, SettingsError
from kg.lookup import look_up
from kg.naming import normalise
from kg.store import Store
from kg.theme import themes

if TYPE_CHECKING:
    from gnn.bundle import GraphBundle, Named
    from gnn.claim import Claim
    from gnn.kept import Kept
    from gnn.runs import RunInfo

_EVERY = "all"
_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim, what it is about in words, and the strongest evidence of it."""

    claim: "Claim"
    theme: str
    period: str
    modality: str
    evidence: tuple[Shared, ...]
    notes: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        about = {"theme": self.theme, "period": self.period, "modality": self.modality}
        evidence = [asdict(each) for each in self.evidence]
        return asdict(self.claim) | about | {"evidence": evidence, "notes": list(self.notes)}

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is said, line by line."""
        claim = self.claim
        percentile = "" if claim.percentile is None else f"{100 * claim.percentile:.0f} %"
        pair = f"{claim.one} {claim.sources[0]}, {claim.other} {claim.sources[1]}"
        q = f", q {claim.q:.3f}" if claim.q is not None else ""
        rows = [
            ("score (cosine)", f"{claim.score:.3f}"),
            ("nearer than", f"{percentile} of {claim.pairs} pairs" if percentile else "-"),
            ("without the noise of few sources", said(claim.cosine)),
            ("95 % interval over sources", bracket(claim.ci_low, claim.ci_high)),
            ("p against their regions", said(claim.p) + q),
            ("nearer than their regions explain", _yes(claim.beats_null)),
            ("sources", f"{pair}, {claim.shared} of them shared"),
        ]
        return rows + [
            (f"score without {name}", _change(score, claim.score))
            for name, score in claim.without.items()
        ]


def said(value: float | None) -> str:
    """Three digits, or a dash."""
    return "-" if value is None else f"{value:.3f}"


def bracket(low: float | None, high: float | None) -> str:
    """An interval, or a dash."""
    return "-" if low is None or high is None else f"[{low:.2f}, {high:.2f}]"


def claim(
    store: Store,
    folder: Path,
    pair: tuple[str, str],
    *,
    theme: str = _EVERY,
    period: str = _EVERY,
    modality: str = "",
) -> Stated:
    """How near two cultures are, by the encoder of the current run, which is kept in `folder`.

    Raises NotFound for unknown names, before the first run, and where nothing is known.
    """
    from gnn.claim import Aspect, distance
    from gnn.export import export

    run, kept = current_encoder(store, folder)
    bundle = export(store)
    if modality and modality not in (known := (*bundle.items, "traits")):
        raise SettingsError(
            f"There is no modality {modality!r}.", hint=f"Known: {', '.join(known)}."
        )
    one, other = (culture_of(store, bundle, name) for name in pair)
    if one == other:
        raise SettingsError(f"{pair[0]!r} and {pair[1]!r} are the same culture.")
    aspect = Aspect(theme_of(store, bundle, theme), _period(bundle.periods, period), modality)
    found = distance(bundle, kept, (one, other), aspect=aspect)
    themes = bundle.themes.name[aspect.theme] if aspect.theme >= 0 else ""
    era = bundle.periods.name[aspect.period] if aspect.period >= 0 else ""
    evidence = [
        each
        for each in shared(store, found.one, found.other, theme=themes, period=era)
        if each.fits
    ][:_SENTENCES]
    notes = [*found.notes]
    notes += [] if evidence else ["No sentences of the two name the same thing here."]
    if bundle.snapshot != run.snapshot:
        notes.append("The graph has changed since the run; this is about the graph as it is now.")
    return Stated(found, themes or _EVERY, era or _EVERY, modality, tuple(evidence), tuple(notes))


def current_encoder(store: Store, folder: Path) -> tuple["RunInfo", "Kept"]:
    """The current run and its encoder, which is kept in `folder`.

    Raises NotFound before the first run, and where the encoder is not there.
    """
    from gnn.kept import load_kept
    from gnn.runs import current

    run = current(store)
    if run is None:
        raise NotFound("Nothing has been learned yet.", hint="Run umran train.")
    return run, load_kept(folder / f"{run.uid}.ckpt")


def culture_of(store: Store, bundle: "GraphBundle", name: str) -> int:
    """The index of a culture in the bundle. Raises NotFound."""
    columns = store.nodes("Culture", ["name", "aliases"])
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    found = look_up(name, rows, what="culture")
    if found["uid"] not in bundle.cultures.uid:
        raise NotFound(f"Too little is known of {found['name']} to compare it.")
    return bundle.cultures.uid.index(found["uid"])


def theme_of(store: Store, bundle: "GraphBundle", name: str) -> int:
    """The index of a theme in the bundle, -1 for all. Raises NotFound."""
    if normalise(name) == _EVERY:
        return -1
    return bundle.themes.uid.index(look_up(name, themes(store), what="theme")["uid"])


def _period(periods: "Named", name: str) -> int:
    if normalise(name) == _EVERY:
        return -1
    rows = [{"uid": u, "name": n} for u, n in zip(periods.uid, periods.name, strict=True)]
    return periods.uid.index(look_up(name, rows, what="period")["uid"])


def _yes(value: bool | None) -> str:
    return "cannot be said" if value is None else "yes" if value else "no"


def _change(score: float | None, whole: float) -> str:
    return "nothing is left" if score is None else f"{score:.3f} ({score - whole:+.3f})"
