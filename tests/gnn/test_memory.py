from gnn.memory import Load, fits


def test_full_batch_while_it_fits() -> None:
    small, large = Load(5_000, 50_000, 256, 64), Load(1_000_000, 10_000_000, 64, 64)
    assert fits(small, free=2 * 2**30)
    assert not fits(large, free=8 * 2**30)
    assert small.full_batch < large.full_batch
    assert not fits(small, free=2 * small.full_batch - 2)
    assert fits(small, free=2 * small.full_batch)
