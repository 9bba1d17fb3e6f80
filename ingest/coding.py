"""What a table adds to the graph: where cultures live, and how traits are coded for them."""

from collections import Counter
from collections.abc import Iterable

from ingest import assign
from ingest.contribution import Contribution, about, begin
from ingest.document import SourceFile, TableDocument, TraitRow
from ingest.link import Entity
from ingest.read.grid import Remarks
from kg.naming import uid


def of_table(file: SourceFile, document: TableDocument) -> Contribution:
    """A table of cultures or of their traits."""
    gain = begin(file, document.metadata, "table")
    corrected: Counter[str] = Counter()
    for culture in document.cultures:
        if not (entity := gain.culture(culture.name)):
            corrected[culture.name] += 1
            continue
        gain.located.add(entity.uid)
        gain.edge(
            ("LOCATED_BY", "Culture", "Document"),
            entity.uid,
            gain.document,
            latitude=culture.latitude,
            longitude=culture.longitude,
            region=culture.region or None,
            family=culture.family or None,
            glottocode=culture.glottocode or None,
            iso=culture.iso or None,
        )
    own = Remarks()
    for remark in (*_told(corrected, _CORRECTED), *_coded(gain, file, document)):
        own.add(remark)
    gain.nodes["Document"][gain.document]["remarks"] = [*document.remarks, *own.all()]
    return gain


def _coded(gain: Contribution, file: SourceFile, document: TableDocument) -> list[str]:
    """Add the table's traits; answers what was left out. One culture has one value of a trait."""
    unknown: Counter[str] = Counter()
    doubled: Counter[str] = Counter()
    corrected: Counter[str] = Counter()
    coded: set[tuple[str, str]] = set()
    for cell in document.traits:
        entity = gain.rulings.named("Culture", cell.culture)
        themes = sorted(assign.said(cell.themes))
        own = file.source, cell.trait, cell.title, *themes
        trait = uid("Trait", *own, *filter(None, [cell.description]))
        if entity is None:
            corrected[cell.culture] += 1
        elif not entity.known and not document.declared:
            unknown[cell.culture] += 1
        elif (entity.uid, trait) in coded:
            doubled[cell.culture] += 1
        else:
            coded.add((entity.uid, trait))
            _trait(gain, gain.entity(entity), trait, cell, themes)
    reasons = (unknown, _STRANGER), (doubled, _DOUBLED), (corrected, _CORRECTED)
    return [remark for reason in reasons for remark in _told(*reason)]


def _trait(
    gain: Contribution, entity: Entity, trait: str, cell: TraitRow, themes: Iterable[str]
) -> None:
    """One coded value; a trait is one where source, column, title, themes and description are."""
    if trait not in gain.nodes["Trait"]:
        said = {"description": cell.description} if cell.description else {}
        gain.nodes["Trait"][trait] = {"uid": trait, "name": cell.title, "code": cell.trait, **said}
        about(gain, "Trait", trait, dict.fromkeys(themes, 1.0))
    gain.edge(
        ("HAS_TRAIT", "Culture", "Trait"),
        entity.uid,
        trait,
        document=gain.document,
        code=cell.code,
        value=cell.value,
        year=cell.year,
        reference=cell.reference or None,
    )


_STRANGER = (
    "nobody knows this culture; declare it in a table of cultures and name that table under keys"
)
_DOUBLED = "a row above has another value of the same trait"
_CORRECTED = "a correction says that this is no culture"


def _told(left_out: Counter[str], why: str) -> list[str]:
    counted = sorted(left_out.items())
    return [f"{count} values of {name!r} left out: {why}" for name, count in counted]
