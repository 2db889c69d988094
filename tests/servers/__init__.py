"""Real servers for tests: started on free ports, in folders of the test's own."""
