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


PHONE_OR_ID = re.compile(
    r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"  # mobile
    r"|(?<![\dA-Za-z])[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?![\dA-Za-z])"  # identity card
    r"|(?<!\d)0\d{2,3}[ -]?[2-8]\d{6,7}(?!\d)"  # landline with area code
)
"""What looks like a number that reaches or identifies a person in China."""


def find_personal(text: str) -> tuple[str, ...]:
    """Give the telephone and identity numbers in a text, masked, in the order they stand.

    Args:
        text: As written, full-width digits included.

    Examples:
        >>> find_personal("请联系王师傅 １３８１２３４５６７８，楼道灯坏")
        ('138****5678',)
        >>> find_personal("3号楼2单元，20261122 报修，工单 GD20261122-0001")
        ()
    """
    return tuple(_mask_number(found[0]) for found in PHONE_OR_ID.finditer(_half_width(text)))


def without_personal(text: str) -> str:
    """Give the text with its telephone and identity numbers masked.

    Examples:
        >>> without_personal("电话13812345678")
        '电话138****5678'
        >>> without_personal("灯坏了，请打１３８１２３４５６７８。")
        '灯坏了，请打138****5678。'
    """
    pieces, end = [], 0
    for found in PHONE_OR_ID.finditer(_half_width(text)):
        pieces += [text[end : found.start()], _mask_number(found[0])]
        end = found.end()
    return "".join([*pieces, text[end:]])


def without_numbers(text: str) -> str:
    """Give the text without its telephone and identity numbers: for an index, in which the last digits would do.

    Examples:
        >>> without_numbers("灯坏了请打13812345678。")
        '灯坏了请打 。'
    """
    return PHONE_OR_ID.sub(" ", _half_width(text))


def _half_width(text: str) -> str:
    """Give the text with each character in its plain form where that is one character, so that places stay the same."""
    return "".join(plain if len(plain := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)


def _mask_number(number: str) -> str:
    is_identity = len(re.sub(r"\W", "", number)) == 18
    return mask_id_number(number) if is_identity else mask_phone(number)
