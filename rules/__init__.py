"""DECIDE: pure functions, and policies as data. Standard library only; no clock, no I/O."""
