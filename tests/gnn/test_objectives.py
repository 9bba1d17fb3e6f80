import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gnn.objective.contrast import cross_modal, dropped, family_weights, info_nce, nt_xent
from gnn.objective.heads import Place, Themes, on_the_sphere
from gnn.objective.links import Links, negatives, split
from gnn.objective.reconstruction import Reconstruction, without
from gnn.objective.regression import regression
from gnn.objective.target import Target, read_target
from gnn.pooling import pool
from gnn.retrieval import unit
from kg.errors import TargetRefused
from tests.gnn.synthetic import synthetic


def _reference(left: torch.Tensor, right: torch.Tensor, kin: list[int], t: float) -> float:
    """The definition, written out."""
    n, total = len(kin), 0.0
    cosine = torch.nn.functional.cosine_similarity(left[:, None], right[None], dim=2) / t
    for scores in (cosine, cosine.T):
        for i in range(n):
            others = [j for j in range(n) if j == i or kin[j] != kin[i]]
            whole = math.fsum(math.exp(float(scores[i, j])) for j in others)
            total -= math.log(math.exp(float(scores[i, i])) / whole)
    return total / (2 * n)


@settings(max_examples=40, deadline=None)
@given(
    kin=st.lists(st.integers(0, 4), min_size=2, max_size=9),
    seed=st.integers(0, 1000),
    temperature=st.sampled_from([0.1, 0.5, 1.0]),
)
def test_info_nce_is_its_definition(kin: list[int], seed: int, temperature: float) -> None:
    generator = torch.Generator().manual_seed(seed)
    left, right = torch.randn(2, len(kin), 5, generator=generator).double()
    loss = info_nce(left, right, torch.tensor(kin), temperature=temperature)
    assert float(loss) == pytest.approx(_reference(left, right, kin, temperature), rel=1e-6)


def test_the_same_culture_is_no_negative() -> None:
    left = torch.eye(3)
    loss = info_nce(left, left.flip(0), torch.tensor([7, 7, 7]), temperature=0.1)
    assert float(loss) == pytest.approx(0, abs=1e-6)


def test_without_pairs_the_loss_is_zero_and_can_be_descended() -> None:
    tokens = {"text": torch.randn(4, 3), "image": torch.randn(4, 3)}
    mask = {"text": torch.tensor([True] * 4), "image": torch.tensor([False] * 4)}
    kin = torch.arange(4)
    loss = cross_modal(tokens, mask, kin, temperature=0.1, most=10)
    assert float(loss.detach()) == 0
    loss.backward()
    assert float(Reconstruction(["text", "image"], 3)(tokens, mask, tokens).detach()) == 0


def test_a_target_is_never_an_input() -> None:
    """Nothing of the hidden modality, not even NaN, reaches what fills it in."""
    tokens = {"text": torch.randn(5, 3), "image": torch.randn(5, 3), "audio": torch.randn(5, 3)}
    mask = {name: torch.ones(5, dtype=torch.bool) for name in tokens}
    for hidden in tokens:
        spoiled = tokens | {hidden: torch.full((5, 3), float("nan"))}
        assert torch.equal(without(tokens, mask, hidden), without(spoiled, mask, hidden))


@settings(max_examples=10, deadline=None)
@given(n=st.integers(2, 12), seed=st.integers(0, 99), t=st.sampled_from([0.1, 0.5]))
def test_nt_xent_is_that_of_pytorch_metric_learning(n: int, seed: int, t: float) -> None:
    from pytorch_metric_learning.losses import SelfSupervisedLoss, SupConLoss

    left, right = torch.randn(2, n, 6, generator=torch.Generator().manual_seed(seed))
    expected = SelfSupervisedLoss(SupConLoss(temperature=t))(left, right)
    assert float(nt_xent(left, right, temperature=t)) == pytest.approx(float(expected), rel=1e-4)
    apart = nt_xent(left, right, torch.arange(n), temperature=t)
    assert float(apart) == pytest.approx(float(expected), rel=1e-4)


def test_kin_and_hard_negatives_weigh_as_written_out() -> None:
    left, right = torch.randn(2, 6, 4, generator=torch.Generator().manual_seed(1)).double()
    kin, family = torch.arange(6), torch.tensor([0, 0, 1, -1, -1, 1])
    t, down, hard = 0.2, 0.7, 1.5
    cosine = torch.nn.functional.cosine_similarity(left[:, None], right[None], dim=2)
    total = 0.0
    for table in (cosine, cosine.T):
        for i in range(6):
            others = [j for j in range(6) if j != i]
            raised = {j: math.exp(hard * float(table[i, j])) for j in others}
            mean = sum(raised.values()) / 5
            share = {j: 1 - down if family[i] == family[j] != -1 else 1.0 for j in others}
            parts = [raised[j] / mean * share[j] * math.exp(float(table[i, j]) / t) for j in others]
            own = math.exp(float(table[i, i]) / t)
            total -= math.log(own / (own + sum(parts)))
    weight = family_weights(family, down)
    loss = info_nce(left, right, kin, temperature=t, weight=weight, hard=hard)
    assert float(loss) == pytest.approx(total / 12, rel=1e-6)


def test_views_always_keep_something() -> None:
    torch.manual_seed(0)
    mask = {"text": torch.rand(200) < 0.7, "image": torch.rand(200) < 0.5}
    seen = dropped(mask, 0.9)
    for name, each in seen.items():
        assert not (each & ~mask[name]).any()
    assert torch.equal(seen["text"] | seen["image"], mask["text"] | mask["image"])
    assert (mask["text"] & mask["image"] & ~(seen["text"] & seen["image"])).any()


def test_false_links_are_not_there_and_true_ones_are_not_heard() -> None:
    torch.manual_seed(0)
    mentions = torch.stack([torch.arange(30) % 10, torch.arange(30) // 3])
    known = torch.arange(10) < 8
    heard, asked = split(mentions, known)
    assert heard.shape[1] + asked.shape[1] == 30
    assert asked.shape[1] > 0
    assert known[asked[1]].all()
    false = negatives(asked, mentions, 10)
    pairs = {tuple(each) for each in mentions.T.tolist()}
    assert not pairs & {tuple(each) for each in false.T.tolist()}
    head = Links(10, 4)
    fused, both = torch.randn(10, 4), torch.cat([asked, false], 1)
    odds = head.score(fused, both).sigmoid()
    own = asked.shape[1]
    expected = -torch.cat([odds[:own].log(), (1 - odds[own:]).log()]).mean()
    assert float(head(fused, asked, false).detach()) == pytest.approx(
        float(expected.detach()), rel=1e-4
    )


def test_regression_is_its_definition() -> None:
    fused = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0]])
    pairs, value = torch.tensor([[0, 1], [0, 2]]), torch.tensor([0.5, 0.5])
    found = [0.0, 2**-0.5]
    mse = sum((a - 0.5) ** 2 for a in found) / 2
    assert float(regression(fused, pairs, value, kind="mse")) == pytest.approx(mse, rel=1e-5)
    big, small = 0.2 * (0.5 - 0.1), 0.2 * (found[1] - 0.5 - 0.1)
    huber = float(regression(fused, pairs, value, kind="huber"))
    assert huber == pytest.approx((big + small) / 2, rel=1e-4)
    rising = torch.tensor([0.1, 0.9])
    assert float(regression(fused, pairs, rising, kind="cosine")) == pytest.approx(0, abs=1e-5)
    constant = regression(fused, pairs, value, kind="cosine")
    assert float(constant) == pytest.approx(1)  # nothing to follow, and no NaN
    assert float(regression(fused, pairs[:0], value[:0], kind="mse").detach()) == 0


def test_places_on_the_sphere() -> None:
    found = on_the_sphere(torch.tensor([0.0, 90.0, float("nan")]), torch.tensor([90.0, 7.0, 0.0]))
    expected = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert torch.allclose(found[:2], expected, atol=1e-6)
    rows = torch.ones(3, dtype=torch.bool)
    loss = Place(4)(torch.randn(3, 4), found, rows)
    assert 0 <= float(loss.detach()) <= 2
    nowhere = torch.full((3, 3), float("nan"))
    assert float(Place(4)(torch.randn(3, 4), nowhere, rows).detach()) == 0


def _cosine(one: list[float], other: list[float]) -> float:
    length = math.sqrt(math.fsum(a * a for a in one) * math.fsum(b * b for b in other))
    return math.fsum(a * b for a, b in zip(one, other, strict=True)) / length


def _linear(layer: torch.nn.Linear, row: list[float]) -> list[float]:
    pairs = zip(layer.weight.tolist(), layer.bias.tolist(), strict=True)
    return [math.fsum(w * x for w, x in zip(ws, row, strict=True)) + b for ws, b in pairs]


def _unit(row: list[float]) -> list[float]:
    return [value / math.sqrt(math.fsum(v * v for v in row)) for value in row]


def test_reconstruction_is_as_written_out() -> None:
    torch.manual_seed(2)
    names = ["text", "image", "audio"]
    tokens, target = ({n: torch.randn(4, 3).double() for n in names} for _ in "ab")
    mask = {n: torch.tensor(each) for n, each in zip(names, _PRESENT, strict=True)}
    head = Reconstruction(names, 3).double()
    means = []
    for hidden in names:
        losses = []
        for i in range(4):
            others = [tokens[n][i].tolist() for n in names if n != hidden and mask[n][i]]
            if mask[hidden][i] and others:
                mean = [math.fsum(column) / len(others) for column in zip(*others, strict=True)]
                filled = _linear(head.decoders[hidden], mean)  # type: ignore[arg-type]
                losses.append(1 - _cosine(filled, target[hidden][i].tolist()))
        means.append(math.fsum(losses) / len(losses))
    expected = math.fsum(means) / len(means)
    assert float(head(tokens, mask, target).detach()) == pytest.approx(expected, rel=1e-9)


_PRESENT = ([True, True, False, True], [True, False, True, True], [False, True, True, True])


def test_themes_and_places_are_as_written_out() -> None:
    torch.manual_seed(3)
    fused, rows = torch.randn(5, 4).double(), torch.tensor([True, True, True, False, True])
    theme = torch.tensor([0, 2, -1, 1, 1])
    head, total = Themes(3, 4).double(), []
    for i in (0, 1, 4):  # not the one on all themes, nor the one that does not learn
        scores = _linear(head.linear, [2 * value for value in _unit(fused[i].tolist())])
        whole = math.log(math.fsum(math.exp(score) for score in scores))
        total.append(whole - scores[int(theme[i])])
    assert float(head(fused, theme, rows).detach()) == pytest.approx(math.fsum(total) / 3, rel=1e-9)
    degrees = [(10.0, 20.0), (-40.0, 100.0), (0.0, -179.0), (5.0, 5.0), (math.nan, 3.0)]
    place = on_the_sphere(*torch.tensor(degrees).double().T)
    where, apart = Place(4).double(), []
    for i in (0, 1, 2):
        north, east = (math.radians(each) for each in degrees[i])
        point = [math.cos(north) * math.cos(east), math.cos(north) * math.sin(east)]
        found = _linear(where.linear, _unit(fused[i].tolist()))
        apart.append(1 - _cosine(found, [*point, math.sin(north)]))
    assert float(where(fused, place, rows).detach()) == pytest.approx(
        math.fsum(apart) / 3, rel=1e-9
    )


def test_a_target_that_may_not_be_is_refused(tmp_path: Path) -> None:
    bundle = synthetic(10, 1, absent=0.0)
    names = bundle.cultures.name
    good = {
        "name": "borders",
        "provenance": "Atlas of 1920, read off by hand",
        "computed_from": [],
        "pairs": [[names[0], names[1], 0.5], [names[2], names[1], -0.25]],
    }
    path = tmp_path / "target.json"

    def read(**changed: object) -> Target:
        path.write_text(json.dumps(good | changed))
        return read_target(path, bundle)

    assert read().value.tolist() == [0.5, -0.25]
    assert read().pairs.tolist() == [[0, 1], [1, 2]]
    vectors = unit(pool(bundle)["text"].x)
    whole = np.flatnonzero((bundle.facets.theme < 0) & (bundle.facets.period < 0))
    copy = [
        [names[i], names[j], float(vectors[whole[i]] @ vectors[whole[j]])]
        for i, j in itertools.combinations(range(10), 2)
    ]
    for error, changed in {
        "no provenance": {"provenance": " "},
        "computed from text": {"computed_from": ["text"]},
        "declared twice": {"pairs": [[names[0], names[1], 0.5], [names[1], names[0], 0.6]]},
        "must be -1 to 1": {"pairs": [[names[0], names[1], float("nan")]]},
        "is the cosine of text": {"pairs": copy},
    }.items():
        with pytest.raises(TargetRefused, match=error):
            read(**changed)
    path.write_text("[]")
    with pytest.raises(TargetRefused, match="lacks everything"):
        read_target(path, bundle)
