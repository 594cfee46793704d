"""Chinese and Arabic numerals → exact Decimals. The one reader of numerals; words around them are not its business.

Magnitudes follow GB/T 15835-2011 (numerals in publications): 万 = 10^4, 亿 = 10^8, mixed with Arabic digits
(1.06万, 3千万) or written in words (三亿五千万). Everything is exact: no floating point.
"""

from __future__ import annotations

import re
from decimal import Decimal

FOLD = str.maketrans("０１２３４５６７８９．％＋－，○", "0123456789.%+-,〇")
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "貳": 2, "參": 3, "陸": 6, "〇": 0, "○": 0, "两": 2, "兩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
# the banker's digits 伍 陆 玖 stand in 队伍, 大陆, 玖龙 far oftener than in numbers: they are read but not looked for
CHINESE = "零〇一二三四五六七八九两兩十百千万亿萬億兆半廿"
NEGATIVE = ("负", "零下")
FORMAL = (
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"  # banker's numerals: read where two stand together (壹佰), for 伍 alone is 队伍
)
SIGNS = {"港币": "港元", "人民币": "元", "美金": "美元", "￥": "元", "¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
COLON = "[:：∶]"  # of a ratio
WHOLE, OF, PARTS = "又", "分", "之"  # 七又九分之五
JOINTS = frozenset({"、", "和", "与", "及", "或"})  # between numbers that share one unit
PLAN_EDGES = {"初": 0, "末": 4}  # years after the first of a five-year plan
POINT, TENTH = "点", "成"
PER = {"百": "%", "千": "‰"}  # 百分之…, 千分之…
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|(?<![\d ])[1-9]\d{0,2}(?: \d{3})+(?![\d ])|\d+)(?:\.\d+)?"
# 千 in 千瓦 and 百 in 百分点 belong to the unit; 万 before 达 or 科 begins a company's name, not a magnitude
MAGNITUDE = (
    r"(?:万亿|[十百千]亿|[十百千]万(?!亿)|亿|万(?!科|达广|华化)|百(?![分强色])|千(?![瓦米克伏卡赫焦帕安乏兆亩方]))"
)


_MAGNITUDES = SMALL | LARGE


def magnitude(words: str) -> Decimal:
    """Product of magnitude words (万亿 → 10^12); 1 for an empty string. Raises KeyError for other words."""
    product = Decimal(1)
    for word in words:
        product *= _MAGNITUDES[word]
    return product


def arabic(digits: str) -> Decimal:
    """The value of an Arabic numeral with or without thousand separators."""
    return Decimal(digits.replace(",", "").replace(" ", ""))


def chinese(words: str) -> Decimal | None:
    """The value of a numeral in Chinese words (三百二十, 一点五, 二〇二三, 两千零八, 三万五); None if it is not one."""
    if not words:
        return None
    whole, point, fraction = words.partition("点")
    if point:
        digits = fraction.rstrip("".join(SMALL) + "".join(LARGE))  # 一点五亿: the magnitude is of the whole
        if digits and digits != fraction:
            scaled = chinese(f"{whole}{point}{digits}")
            return None if scaled is None else scaled * magnitude(fraction[len(digits) :])
        if not fraction or any(c not in DIGITS for c in fraction):
            return None
        head = chinese(whole)
        tail = "".join(str(DIGITS[c]) for c in fraction)
        return None if head is None else head + Decimal(f"0.{tail}")
    if words == "半":
        return Decimal("0.5")
    if all(c in DIGITS for c in words):
        return Decimal("".join(str(DIGITS[c]) for c in words))
    return _grouped(words)


def _grouped(words: str) -> Decimal | None:
    total, section, digit, last = Decimal(0), Decimal(0), None, 1
    for i, c in enumerate(words):
        if c in DIGITS:
            if digit not in (None, 0) and c not in "零〇":
                return None  # two digits side by side inside a worded number: 三五百 is not one number
            digit = DIGITS[c]
            if digit == 0:
                last = 10
        elif c == "廿":
            section, digit, last = section + 20, None, 10
        elif c in SMALL:
            section += (1 if digit is None else digit) * SMALL[c]
            digit, last = None, SMALL[c]
        elif c in LARGE:
            section += digit or 0
            if section == 0 and total == 0:
                section = Decimal(1)
            total = (
                total * LARGE[c]
                if LARGE[c] == 10**8 and 0 < total < 10**8 and section == 0
                else total + section * LARGE[c]
            )
            section, digit, last = Decimal(0), None, LARGE[c]
        elif c == "半" and i == len(words) - 1 and last > 1:
            return total + section + Decimal(last) / 2  # 三万半, 一百半
        else:
            return None
    if digit is not None:
        # 三万五 is 35,000: a lone last digit counts one place below the magnitude before it, unless 零 stands between
        section += digit * (last // 10 if last >= 100 and words[-2] not in "零〇" else 1)
    return total + section


def between(words: str) -> tuple[Decimal, Decimal] | None:
    """Two neighbouring digits say from one to the other: 三四百 is 300 to 400, 十七八 17 to 18; None if not so."""
    m = re.fullmatch(
        "([二三四五六七八九]?十|[一二三四五六七八九]百)?([一两二三四五六七八九])([两二三四五六七八九])([十百千万亿]*)",
        words,
    )
    if not m or DIGITS[m[3]] != DIGITS[m[2]] + 1:
        return None
    low, high = (chinese(f"{m[1] or ''}{digit}{m[4]}") for digit in (m[2], m[3]))
    return None if low is None or high is None else (low, high)


def number(digits: str, words: str = "") -> Decimal | None:
    """Value of a numeral as printed, Arabic or Chinese, times the magnitude words after it; None if it is not one.

    数 and 几 (several) count as one of their unit: 数十 is 10, 几百 is 100, as a lower bound.
    """
    if digits.isascii() and digits[:1].isdigit():
        return arabic(digits) * magnitude(words)
    digits = re.sub("[数几]", "", digits) or digits
    digits = digits.translate(FOLD).replace(" ", "")
    sign = -1 if digits[:1] in "-−" and digits else 1
    digits = digits.lstrip("-−+")
    if digits[:1].isascii() and digits[:1].isdigit():
        value: Decimal | None = arabic(digits)
    else:
        value = chinese(digits)
    return None if value is None else sign * value * magnitude(words)
