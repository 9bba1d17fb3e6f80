"""Umran's speed as ratios against peers that run beside it; see docs/benchmarks.md."""
