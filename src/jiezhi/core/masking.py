"""Personal data as it may stand on a list: enough to tell two people apart, too little to reach one."""

import re
import unicodedata

MASK = "*"


def mask_name(name: str) -> str:
    """Give the surname and one star for each further character.

    A name that is not two to four Chinese characters (a transcribed or a Latin one) keeps its first character
    and gets one star, since its length alone may point at the person.

    Args:
        name: as written.

    Returns:
        The masked name; empty for an empty one.

    Examples:
        >>> mask_name("张三"), mask_name("张小三"), mask_name("欧阳小三")
        ('张*', '张**', '欧阳**')
        >>> mask_name("阿依古丽·买买提"), mask_name("Maria Smith"), mask_name(" ")
        ('阿*', 'M*', '')
    """
    plain = name.strip()
    if not plain:
        return ""
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", plain):
        return plain[0] + MASK
    shown = 2 if plain[:2] in COMPOUND_SURNAMES and len(plain) > 2 else 1
    return plain[:shown] + MASK * (len(plain) - shown)


COMPOUND_SURNAMES = frozenset(
    (
        "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "东方",
        "轩辕", "宇文", "长孙", "独孤", "南宫", "端木", "西门", "百里", "呼延", "申屠", "太史", "澹台",
    )
)  # fmt: skip
"""Surnames of two characters that are in use."""


def mask_phone(phone: str) -> str:
    """Give a phone number without its middle.

    A mobile number keeps three digits in front and four behind; any other only its last four, or at most its
    last two when it has less than eight. Country code 86, blanks and hyphens are left out.

    Args:
        phone: as written, full-width digits included.

    Returns:
        The masked number; empty when there is no digit.

    Examples:
        >>> mask_phone("13812345678"), mask_phone("+86 138-1234-5678")
        ('138****5678', '138****5678')
        >>> mask_phone("１３８１２３４５６７８")
        '138****5678'
        >>> mask_phone("0755-26001234"), mask_phone("26001234"), mask_phone("12345"), mask_phone("-")
        ('********1234', '****1234', '***45', '')
    """
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    mobile = re.fullmatch(r"(?:0086|86)?(1[3-9]\d{9})", digits)
    if mobile:
        return mobile[1][:3] + MASK * 4 + mobile[1][-4:]
    shown = 4 if len(digits) >= 8 else min(2, len(digits) // 2)
    return MASK * (len(digits) - shown) + digits[len(digits) - shown :]


def mask_id_number(number: str) -> str:
    """Give an identity number with three characters in front and two behind: no birthday, no home county.

    Args:
        number: 18 or 15 characters of a resident identity card, or the number of another document.

    Returns:
        The masked number. Of a short one only stars are left.

    Examples:
        >>> mask_id_number("11010519491231002X"), mask_id_number("110105491231002")
        ('110*************2X', '110**********02')
        >>> mask_id_number("E12345678"), mask_id_number("A123"), mask_id_number("")
        ('E12****78', '****', '')
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()
    if len(plain) < 8:
        return MASK * len(plain)
    return plain[:3] + MASK * (len(plain) - 5) + plain[-2:]


_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_GAP = r"[ \-\u2010-\u2015]"
_SIGN = r"[ \-\u2010-\u2015._·•・‧]{0,3}"
"""What people put between the groups of a mobile or card number, some of them so that it is not found."""

PHONE_OR_ID = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP}?)?1[3-9]\d{_SIGN}(?:\d{{4}}{_SIGN}\d{{4}}|\d{{3}}{_SIGN}\d{{5}})(?!\d)"  # mobile
    r"|(?P<identity>(?<![\dA-Za-z])(?:[1-9]\d{5}(?:18|19|20)\d{9}[\dXx]"  # identity card
    rf"|(?<![A-Za-z]-){_PROVINCE}\d{{6}}{_DAY}\d{{3}})(?![\dA-Za-z]))"  # identity card of before 1999
    rf"|(?P<landline>(?<!\d)0\d{{2,3}}\)?{_GAP}?[2-9]\d{{2,3}}{_GAP}?\d{{4}}(?!\d))"  # landline with area code
)
"""What looks like a number that reaches or identifies a person in China.

Identity numbers of 15 digits are taken only with the code of a province in front and a month and day in the middle:
an order number that begins with its year is none.

Source: GB 11643-1999, 4 (18 characters: region, birthday, serial number, check) and GB 11643-1989 (15 digits, the year
with two); GB/T 2260 (codes of the provinces).
"""

_CARD = re.compile(
    rf"(?<![\dA-Za-z])(?<![A-Za-z]-)(?:62|[45]\d)\d\d(?:{_SIGN}\d{{4}}){{3}}(?:{_SIGN}\d{{1,3}})?(?![\dA-Za-z])"
)
_ORDER_WORD = re.compile(r"(?:[单编案户]号|流水号?|[工订]单)(?:码|是|为)?[: ]*$")
"""What announces the number of an order, which may look like a card by chance."""

_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")
_WECHAT = re.compile(
    r"(?:微信|薇信|威信|wechat|weixin)(?:账号|号码|号|ID)?(?:是|为)?[: ]*(?P<id>[A-Za-z][A-Za-z0-9_-]{5,})",
    re.IGNORECASE,
)
"""Source: WeChat's own rule for its ids: 6 to 20 letters, digits, underscores and hyphens, a letter first."""

_LOCAL = re.compile(
    rf"(?<![\dA-Za-z.*])(?<![\dA-Za-z*][-_/])(?!(?:19|20)\d\d{_GAP}(?:19|20)\d\d)[2-9]\d{{2,3}}{_GAP}?\d{{4}}"
    rf"(?![\dA-Za-z*]|[.-]\d| ?(?:元|块钱|万|亿|吨|度|平|米|公里|户|人|次|年|室|房))"
)
"""Seven or eight digits as of a landline without its area code; what stands before them decides whether they are one.

Source: local numbers of mainland China have seven or eight digits and begin with 2 to 9 (as `core.phones` reads them).
"""

_NUMBER_WORD = re.compile(
    r"电话|座机|固话|手机|传真|联系|致电|来电|回电|拨|打(?![印卡折车扫包])|(?<![单户表票证牌卡账帐编])号码|(?<![A-Za-z])(?:tel|phone)",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"[单编票牌账帐卡证费款额元价户表期日年月时室房楼幢栋。！？!?；;\n\d*]|合同|型号|序列|邮编|验证"
)
_DATE = re.compile(rf"(?:19|20)\d\d{_GAP}?{_DAY}")
_REACH = 8
"""Characters between the word for a number and the number."""

MASKED = re.compile(
    r"(?<![\dA-Za-z*])(?:\d{1,10}[ -]?\*{2,}[ -]?\d{1,6}|\d{1,10}\*{2,}|\*{2,}\d{1,6})[\d*]*[Xx]?"
    r"|(?<![\dA-Za-z])\d{2,6}[xX×●•]{3,}\d{0,4}"
)
"""What is left of a number after somebody masked it: its tail still tells two people apart."""


def find_personal(text: str) -> tuple[str, ...]:
    """Give the telephone, identity and bank card numbers, mail addresses and WeChat ids in a text, masked, in order.

    A number that was masked before counts too: whoever reads its last digits does not need them either.

    Args:
        text: As written, full-width digits included.

    Examples:
        >>> find_personal("请联系王师傅 １３８１２３４５６７８，楼道灯坏")
        ('138****5678',)
        >>> find_personal("家里座机88881234，身份证110105491231002，手机138****8000")
        ('****1234', '110**********02', '138****8000')
        >>> find_personal("138.1234.5678，卡号6222 0212 3456 7894，zhang@example.cn，微信号zhang_3")
        ('138****5678', '************7894', 'z****', 'z****')
        >>> find_personal("3号楼2单元，20261122 报修，工单 GD20261122-0001")
        ()
    """
    return tuple(masked for _start, _end, masked in _numbers(text, with_masked=True))


def find_private(text: str) -> tuple[str, ...]:
    """Give the mobile, identity and bank card numbers in a text, masked, in the order they stand.

    These belong to a person. A landline may be an office's, and words for a resident may name it.

    Examples:
        >>> find_private("请拨社区服务站88881234或0755-26001234，找13812345678")
        ('138****5678',)
    """
    plain = half_width(text)
    hits = [hit for hit in PHONE_OR_ID.finditer(plain) if not hit["landline"]]
    found = [(hit.start(), mask_id_number(hit[0]) if hit["identity"] else mask_phone(hit[0])) for hit in hits]
    taken = {place for hit in hits for place in range(*hit.span())}
    found += [
        (start, _mask_card(plain[start:end])) for start, end in _card_numbers(plain) if start not in taken
    ]
    return tuple(masked for _start, masked in sorted(found))


def without_personal(text: str) -> str:
    """Give the text with its telephone and identity numbers masked.

    Landlines without an area code are masked where a word for a telephone stands shortly before them.

    Examples:
        >>> without_personal("电话13812345678")
        '电话138****5678'
        >>> without_personal("灯坏了，请打１３８１２３４５６７８。")
        '灯坏了，请打138****5678。'
        >>> without_personal("家里座机88881234或66661234，订单号88881234")
        '家里座机****1234或****1234，订单号88881234'
    """
    pieces, end = [], 0
    for start, stop, masked in _numbers(text):
        pieces += [text[end:start], masked]
        end = stop
    return "".join([*pieces, text[end:]])


def without_numbers(text: str) -> str:
    """Give the text without its telephone and identity numbers: for an index, in which the last digits would do.

    Numbers that were masked before go as a whole, since the index would find their tail.

    Examples:
        >>> without_numbers("灯坏了请打13812345678。")
        '灯坏了请打 。'
        >>> without_numbers("灯坏了请打138****5678。")
        '灯坏了请打 。'
    """
    plain = half_width(text)
    for start, end in reversed(number_spans(text)):
        plain = f"{plain[:start]} {plain[end:]}"
    return plain


def number_spans(text: str) -> list[tuple[int, int]]:
    """Give where telephone and identity numbers stand in a text, masked ones too.

    Returns:
        Beginning and end of each, in their order; none overlaps another.

    Examples:
        >>> number_spans("电话13812345678，证330***34")
        [(2, 13), (15, 23)]
    """
    return [(start, end) for start, end, _masked in _numbers(text, with_masked=True)]


def half_width(text: str) -> str:
    """Give the text with each character in its plain form where that is one character, so that places stay the same.

    Examples:
        >>> half_width("１３８，３幢")
        '138,3幢'
    """
    return "".join(plain if len(plain := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)


def _numbers(text: str, *, with_masked: bool = False) -> list[tuple[int, int, str]]:
    """Give beginning, end and masked form of each number; two that overlap are one, masked as the first."""
    plain = half_width(text)
    found = [
        (hit.start(), hit.end(), mask_id_number(hit[0]) if hit["identity"] else mask_phone(hit[0]))
        for hit in PHONE_OR_ID.finditer(plain)
    ]
    found += [(start, end, mask_phone(plain[start:end])) for start, end in _local_numbers(plain)]
    found += [(start, end, _mask_card(plain[start:end])) for start, end in _card_numbers(plain)]
    found += [(hit.start(), hit.end(), hit[0][0] + MASK * 4) for hit in _MAIL.finditer(plain)]
    found += [(*hit.span("id"), hit["id"][0] + MASK * 4) for hit in _WECHAT.finditer(plain)]
    if with_masked:
        found += [(hit.start(), hit.end(), hit[0]) for hit in MASKED.finditer(plain)]
    kept: list[tuple[int, int, str]] = []
    for start, end, masked in sorted(found, key=lambda each: (each[0], -each[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, masked))
        elif end > kept[-1][1]:
            kept[-1] = (kept[-1][0], end, kept[-1][2])
    return kept


def _mask_card(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return MASK * (len(digits) - 4) + digits[-4:]


def _card_numbers(plain: str) -> list[tuple[int, int]]:
    """Give the bank card numbers: those whose check digit is right and that no word calls an order's."""
    return [
        hit.span()
        for hit in _CARD.finditer(plain)
        if _is_checked(re.sub(r"\D", "", hit[0]))
        and not _ORDER_WORD.search(plain, max(0, hit.start() - 8), hit.start())
    ]


def _is_checked(digits: str) -> bool:
    """Whether the last digit is the check digit of the others.

    Source: ISO/IEC 7812-1, Annex B (Luhn).
    """
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _local_numbers(plain: str) -> list[tuple[int, int]]:
    """Give the landlines without area code: after a word for a number, or joined to such a landline."""
    found: list[tuple[int, int]] = []
    for hit in _LOCAL.finditer(plain):
        joined = found and re.fullmatch(r" *[、,/;或和及] *", plain[found[-1][1] : hit.start()])
        if joined or _is_announced(plain, hit.start(), is_date=bool(_DATE.fullmatch(hit[0]))):
            found.append(hit.span())
    return found


def _is_announced(plain: str, start: int, *, is_date: bool) -> bool:
    """Whether a word for a number stands shortly before; before what reads as a date it must stand next to it."""
    words = list(_NUMBER_WORD.finditer(plain, max(0, start - _REACH - 5), start))
    if not words:
        return False
    between = plain[words[-1].end() : start]
    if is_date:
        return not between.strip(": ")
    return len(between) <= _REACH and not _OTHER_NUMBER.search(between)
