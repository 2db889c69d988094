"""Replies in traditional characters (Big5 mail), read as simplified ones."""

import re
from functools import lru_cache
from typing import Any

# Everyday traditional characters that simplified writing does not use.
TRADITIONAL = re.compile(
    "[進開個業為辦無問題項劃實際時間達過點區縣體設備與對後經濟務單復報導電話關於應該種發產處長數據機構網絡總計請"
    "確認條費優戶庫東車門見證說語讀調財貨資質贈轉輸軟輛農邊選運遠還鐵鋼鑒階隊陽隨險雙離難靈頁順須頭額風飛養餘館驗齊龍滯緩穩續監確約級紅紀納紙細終組結給統維線練編]"
)
ENOUGH = 3  # such characters: a name or two may be written so in any letter


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC  # loaded for the few letters that need it

    return OpenCC("t2s")


def in_simplified(text: str) -> str:
    """Return a text in simplified characters if it is written in traditional ones."""
    if len(TRADITIONAL.findall(text[:2000])) < ENOUGH:
        return text
    return str(_converter().convert(text))
