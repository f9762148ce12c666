"""Benchmarks: ratios to a floor measured in the same run, started by hand (`make bench`)."""
