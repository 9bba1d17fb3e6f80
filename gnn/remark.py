"""What a person who reads the scores of a training has to know of its data, in sentences."""

from collections.abc import Iterator, Sequence

from gnn.bundle import ALL, GraphBundle
from gnn.training import TrainConfig


def remarks(
    bundle: GraphBundle, config: TrainConfig, modalities: Sequence[str], *, start: bool, seeds: int
) -> Iterator[str]:
    """How cultures were held out, what was left out, and how much there is.

    start: whether the closed form stands. seeds: facets of a mini-batch, 0 for all at once.
    """
    if len(modalities) == 1:
        yield f"There is only one modality ({modalities[0]}): the closed form stands."
    elif start:
        yield "Early stop chose step 0: the embeddings are the closed form alone."
    if config.grouping == "family" and any(bundle.cultures.family):
        yield "Whole language families are held out, so the family alone can tell nothing."
    for modality, encoders in bundle.left_out.items():
        for encoder, number in encoders.items():
            yield f"{number} vectors of {modality} by {encoder} are left out."
    if seeds:
        yield f"Learned in mini-batches of {seeds} facets with drawn neighbours."
    alone = int((bundle.facets.theme == ALL).sum())
    yield f"{alone} cultures, {bundle.size} facets, modalities: {', '.join(modalities)}."
