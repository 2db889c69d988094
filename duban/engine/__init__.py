"""The embedded engine: one timetable, one scheduler, one Prefect child, and the leased loops.

Nothing is imported here, so that a command may use one part without paying for Prefect.
"""
