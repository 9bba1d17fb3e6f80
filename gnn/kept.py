"""A trained encoder that is kept, to embed cultures that come later without training again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from gnn.adapter import Adapter
from gnn.bundle import Floats, GraphBundle, Traits
from gnn.closed_form import ClosedForm, Projection
from gnn.inputs import Inputs, inputs_of
from gnn.ladder.form import Form
from gnn.ladder.stand import Blend, Stood, blended, said
from gnn.ladder.stored import blend_of, form_of, plain_blend, plain_form
from gnn.ladder.view import views_of
from gnn.ledger import read_checkpoint, write_checkpoint
from gnn.model import CultureEncoder
from gnn.pooling import Pooled
from gnn.proximity import near
from gnn.thread import one_thread
from gnn.training import TrainConfig
from kg.errors import CheckpointRefused, NotFound

if TYPE_CHECKING:
    from gnn.fit import Spoken, Task

_FORMAT = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """Weights of the members, the closed form, and what they were made for.

    encoders: name of the encoder of items, by modality. themes: uids, in the order of the strata.
    columns: (uid, code) of the traits. adapters: by stratum. turn: (width, width), the rotation
    into the stored space. form: the closed form that speaks instead of the network, or, with a
    blend, beside it.
    """

    config: TrainConfig
    closed: ClosedForm
    states: tuple[Mapping[str, Any], ...]
    labels: tuple[str, ...]
    encoders: Mapping[str, str]
    themes: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    adapters: Mapping[int, Adapter] = field(default_factory=dict)
    turn: Floats | None = None
    form: Form | None = None
    blend: Blend | None = None


def keep(
    bundle: GraphBundle,
    task: "Task",
    states: tuple[Mapping[str, Any], ...],
    adapters: Mapping[int, Adapter],
    stood: Stood,
) -> Kept:
    """What has to be kept of a training."""
    return Kept(
        config=task.config,
        closed=task.closed,
        states=states,
        labels=bundle.entities.labels,
        encoders={name: each.encoder for name, each in bundle.items.items()},
        themes=bundle.themes.uid,
        columns=_columns(bundle.traits),
        adapters=adapters,
        form=stood.form,
        blend=stood.blend,
    )


def _columns(traits: Traits) -> tuple[tuple[str, str], ...]:
    uids = [traits.uid[each] for each in traits.variable]
    return tuple(zip(uids, traits.code, strict=True))


def save_kept(kept: Kept, path: Path) -> str:
    """Write it, whole or not at all; returns the hash of the content."""
    closed = {
        name: {part: torch.from_numpy(getattr(each, part)) for part in ("mean", "scale", "basis")}
        for name, each in kept.closed.items()
    }
    content = {
        "format": _FORMAT,
        "config": kept.config.as_dict(),
        "closed": closed,
        "states": [dict(state) for state in kept.states],
        "labels": list(kept.labels),
        "encoders": dict(kept.encoders),
        "themes": list(kept.themes),
        "columns": [list(each) for each in kept.columns],
        "adapters": {number: dict(each.state_dict()) for number, each in kept.adapters.items()},
        "turn": None if kept.turn is None else torch.from_numpy(kept.turn),
        "form": None if kept.form is None else plain_form(kept.form),
        "blend": None if kept.blend is None else plain_blend(kept.blend),
    }
    return write_checkpoint(path, content)


def load_kept(path: Path) -> Kept:
    """What was kept. Raises NotFound without the file, CheckpointRefused where it is damaged or of
    another version."""
    if not path.is_file():
        raise NotFound(f"{path} is not here: the encoder of that run was not kept on this machine.")
    found = read_checkpoint(path)
    if found.get("format") != _FORMAT:
        raise CheckpointRefused(
            f"{path} has the format {found.get('format')}, this version reads {_FORMAT}."
        )
    closed = {
        name: Projection(**{part: value.numpy() for part, value in parts.items()})
        for name, parts in found["closed"].items()
    }
    return Kept(
        config=TrainConfig.of(found["config"]),
        closed=closed,
        states=tuple(found["states"]),
        labels=tuple(found["labels"]),
        encoders=found["encoders"],
        themes=tuple(found["themes"]),
        columns=tuple((uid, code) for uid, code in found["columns"]),
        adapters={number: _adapter(state) for number, state in found["adapters"].items()},
        turn=None if found["turn"] is None else found["turn"].numpy(),
        form=None if found["form"] is None else form_of(found["form"]),
        blend=None if found["blend"] is None else blend_of(found["blend"]),
    )


def _adapter(state: Mapping[str, torch.Tensor]) -> Adapter:
    downs = {n.removeprefix("down."): each for n, each in state.items() if n.startswith("down.")}
    width, rank = next(iter(downs.values())).shape
    adapter = Adapter(list(downs), width, rank)
    adapter.load_state_dict(dict(state))
    return adapter.eval()


def encode(kept: Kept, bundle: GraphBundle) -> Floats:
    """(F, width) float32 of unit length, or 0 where nothing is known, of a bundle's facets.

    In the space of the run. Raises CheckpointRefused where the items are of another encoder.
    """
    from gnn.retrieval import unit

    vectors: Floats = unit(speak_fused(kept, bundle)).astype(np.float32)
    return vectors if kept.turn is None else vectors @ kept.turn


def speak_fused(kept: Kept, bundle: GraphBundle) -> Floats:
    """(F, width) as the encoder gives them: their lengths mean something, their axes do not.

    Themes and traits that the training did not see count as all themes, and as not coded.
    """
    from gnn.theming import adapted

    _check(kept, bundle)
    fitting = translated(kept, bundle)
    inputs = known_to(kept, fitting)
    with one_thread():  # as in the training: the same bits
        return adapted(kept.adapters, _spoken(kept, fitting, inputs), inputs).fused


def _spoken(kept: Kept, bundle: GraphBundle, inputs: Inputs) -> "Spoken":
    if kept.form is None:
        return _network(kept, bundle, inputs)
    form = said(kept.form, views_of(bundle, inputs.pooled, inputs.strata))
    if kept.blend is None:
        return form
    masks = {name: each.mask for name, each in inputs.pooled.items()}
    return blended(form, _network(kept, bundle, inputs), masks, kept.blend)


def _network(kept: Kept, bundle: GraphBundle, inputs: Inputs) -> "Spoken":
    """What the members say on average."""
    from gnn.fit import Task, mean_spoken
    from gnn.step import speak

    task = Task(bundle, inputs, kept.closed, np.ones(bundle.size, bool), kept.config)
    found = []
    for state in kept.states:
        shape = replace(kept.config.shape, labels=max(len(kept.labels), 1))
        model = CultureEncoder(kept.closed, shape)
        model.load_state_dict(dict(state))
        found.append(speak(model, task))
    return mean_spoken(found)


def _check(kept: Kept, bundle: GraphBundle) -> None:
    for name, items in bundle.items.items():
        if name in kept.encoders and items.encoder != kept.encoders[name]:
            raise CheckpointRefused(
                f"{name} is encoded by {items.encoder} now; the run was trained on "
                f"{kept.encoders[name]}.",
                hint="Train again.",
            )


def known_to(kept: Kept, bundle: GraphBundle) -> Inputs:
    """The inputs, with the strata of the training and the modalities that it had; one that the
    bundle has not is absent everywhere."""
    inputs = inputs_of(bundle, graphs=kept.config.shape.graphs)
    where = {uid: 1 + i for i, uid in enumerate(kept.themes)}
    strata = np.array([0, *(where.get(uid, 0) for uid in bundle.themes.uid)], np.int64)
    themes = strata[inputs.strata]
    pooled = {
        name: inputs.pooled[name] if name in inputs.pooled else _absent(own, bundle.size)
        for name, own in kept.closed.items()
    }
    x = {name: torch.from_numpy(each.x) for name, each in pooled.items()}
    mask = {name: torch.from_numpy(each.mask) for name, each in pooled.items()}
    edges = near(inputs.ground, inputs.graphs, x, mask)
    return replace(
        inputs,
        x=x,
        mask=mask,
        pooled=pooled,
        graph=replace(inputs.graph, theme=torch.from_numpy(themes), near=edges),
        strata=themes,
    )


def _absent(own: Projection, size: int) -> Pooled:
    """A modality that no facet has."""
    width = own.mean.shape[1]
    none = np.zeros(size, np.int64)
    return Pooled(np.zeros((size, width), np.float32), none > 0, none, np.arange(width))


def translated(kept: Kept, bundle: GraphBundle) -> GraphBundle:
    """The bundle with the columns of traits, and numbers of labels, that the training had."""
    own = {column: i for i, column in enumerate(_columns(bundle.traits))}
    values = np.zeros((bundle.size, len(kept.columns)), np.float32)
    known = np.zeros(values.shape, np.bool_)
    coded = {uid: bundle.traits.known[:, i] for (uid, _), i in own.items()}
    for i, column in enumerate(kept.columns):
        if column[0] in coded:
            known[:, i] = coded[column[0]]
        if column in own:
            values[:, i] = bundle.traits.values[:, own[column]]
    uids = tuple(sorted({uid for uid, _ in kept.columns}))
    variable = np.array([uids.index(uid) for uid, _ in kept.columns], np.int64)
    codes = tuple(code for _, code in kept.columns)
    label = [_number(bundle.entities.labels[each], kept.labels) for each in bundle.entities.label]
    entities = replace(
        bundle.entities, labels=kept.labels or ("",), label=np.array(label, np.int64)
    )
    return replace(bundle, traits=Traits(uids, codes, variable, values, known), entities=entities)


def _number(label: str, labels: tuple[str, ...]) -> int:
    """A label that the training did not see counts as its first."""
    return labels.index(label) if label in labels else 0
