"""What the leader makes of drafts: one 通报 goes out, the rest is refused with a reason."""

from collections import Counter

from duban.demo.office import Leader

REFUSALS = {
    "约谈": "已与该单位主要负责同志电话沟通，对方承诺明日办理，暂不约谈，请统筹办公室继续跟踪。",
    "通报": "本阶段已通报一次，先由统筹办公室当面提醒，视整改情况再定。",
    "建议问责": "尚未达到启动问责的程度，请继续督促整改。",
}


def decide_drafts(leader: Leader, tally: Counter[str]) -> None:
    """Accept the first 通报, refuse the others."""
    for address, kind in leader.waiting():
        if kind == "通报" and not tally["drafts accepted"]:
            leader.accept(address)
            tally["drafts accepted"] += 1
        elif kind in REFUSALS:
            leader.refuse(address, REFUSALS[kind])
            tally["drafts refused"] += 1
    tally["reports approved"] += leader.approve_reports()
