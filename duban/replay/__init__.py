"""Replaying a story on a held clock: the production sweeps on a fresh database in memory.

`docs/replay.md` says how a scenario is written and what each row of the answer means.
"""
