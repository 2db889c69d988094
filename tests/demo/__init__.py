"""Tests of the demo: its departments, its days, its driver."""
