"""Numbers as Word writes them: 一、 甲 壹 １ ① (1) iv."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
LARGEST = 32_767  # what Word counts to
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def counted(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Return 二十一 for 21, 一百零五 for 105; formal digits give 贰拾壹."""
    if not 0 < number < 10_000:
        return str(number)
    parts: list[str] = []
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            zero = "零" if gap and parts else ""
            parts.append(zero + digits[digit] + (units[power - 1] if power else ""))
        gap = digit == 0
    words = "".join(parts)
    return words[1:] if 10 <= number < 20 and digits is _DIGITS else words


def _spelt(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _wide(number: int) -> str:
    return str(number).translate({0x30 + n: 0xFF10 + n for n in range(10)})


def _from(first: str, last: int) -> Callable[[int], str]:
    def form(number: int) -> str:
        return chr(ord(first) + number - 1) if 0 < number <= last else str(number)

    return form


def _circled(number: int) -> str:
    for low, high, first in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if low <= number <= high:
            return chr(ord(first) + number - low)
    return str(number)


def _cyclic(names: str) -> Callable[[int], str]:
    return lambda number: names[(number - 1) % len(names)] if number > 0 else str(number)


def _pairs(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number > 0 else str(number)


def _letters(number: int) -> str:
    return chr(0x61 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else str(number)


def _roman(number: int) -> str:
    words = ""
    for value, sign in _ROMAN:
        while number >= value:
            words += sign
            number -= value
    return words


def _formal(number: int) -> str:
    return counted(number, _FORMAL, "拾佰仟")


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "numberInDash": lambda number: f"-{number}-",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "chineseCounting": counted,
    "chineseCountingThousand": counted,
    "taiwaneseCounting": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": counted,
    "koreanDigital2": _spelt,
    "ideographDigital": _spelt,
    "japaneseDigitalTenThousand": _spelt,
    "taiwaneseDigital": _spelt,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "japaneseLegal": _formal,
    "ideographTraditional": _cyclic(_STEMS),
    "ideographZodiac": _cyclic(_BRANCHES),
    "ideographZodiacTraditional": _pairs,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _: "",
}


def number_in(form: str, number: int) -> str:
    """Return a number in one of Word's forms; a form we do not know is written in digits."""
    return _FORMS.get(form, str)(number) if 0 <= number <= LARGEST else str(number)
