"""Tables of tasks: a 分工表 joined to the measures of the body, or a notice that is a table.

`find_tables` finds what the file marks as a table and what lies flat in lines; `join` decides
which rows belong to which measure; `Settler` makes the tasks and asks what is unsure.
"""

from notices.tables.finding import Tables, find_tables
from notices.tables.joining import Plan, join
from notices.tables.settling import Settler

__all__ = ["Plan", "Settler", "Tables", "find_tables", "join"]
