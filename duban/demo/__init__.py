"""`duban demo`: one year of a notice, driven from outside by commands, HTTP and mail."""
