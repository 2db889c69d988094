"""`duban demo`: one year of a notice, driven from outside by commands, HTTP and mail."""

from duban.demo.run import run_demo

__all__ = ["run_demo"]
