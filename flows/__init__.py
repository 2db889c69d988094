"""WHEN: one flow a file, verb_noun: the sweep over what is due, and the Prefect flow around it."""
