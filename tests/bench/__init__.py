"""Benchmarks of a large partnership: `./run bench` (docs/developer/benchmarks.md)."""
