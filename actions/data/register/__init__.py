"""The register that ships with the project: departments, collectives, equal ways to print a name.

Dates known only to the month stand as its first day. `to_confirm` lists successors that a
person has to choose: more than one took over, or the change could not be dated.
"""
