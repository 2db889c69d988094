"""WITH: settings, the clock, wiring, transactions, the relay of events, the outcome of a sweep."""
