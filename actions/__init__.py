"""DO: one use case a file: load, decide, write. The caller owns the transaction and the time."""
