"""Where targets may stand: everywhere but in reasons and principles.

The opening words have a target only where the sentence itself names the day.
"""

from notices.kinds import Kind
from notices.measures import Walker
from notices.outline import Node
from notices.targets import Zone


def find_zones(walker: Walker, root: Node) -> list[Zone]:
    """Return the stretches to look for targets in, in the order of the text."""
    if not root.children:
        return [Zone(start, end, is_aim=False) for start, end in root.paragraphs]
    opening = [Zone(start, end, is_aim=False, is_opening=True) for start, end in root.paragraphs]
    return opening + [zone for node in root.children for zone in _below(walker, node, Kind.OTHER)]


def _below(walker: Walker, node: Node, above: Kind) -> list[Zone]:
    kind = walker.kind(node, above)
    zones = []
    if kind is not Kind.REASON and node.paragraphs:
        start, end = node.paragraphs[0][0], node.paragraphs[-1][1]
        stop = min((child.start for child in node.children), default=end)
        zones.append(Zone(start, min(end, stop) if node.children else end, kind is Kind.AIM))
    for child in node.children:
        zones += _below(walker, child, kind)
    return zones
