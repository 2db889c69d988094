"""SHELL: the command line, the engine, the pages, the demo."""
