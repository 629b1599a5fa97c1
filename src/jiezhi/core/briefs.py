"""What a department is proposed to read of a resident's words: what is wrong and where, and not who said so."""

import re

from jiezhi.core.masking import COMPOUND_SURNAMES, half_width, number_spans

_GONE = "\0"
_COMMON_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹喻柏章苏潘葛奚范彭郎鲁韦马苗凤花俞任袁柳"
    "唐费廉岑薛雷贺倪汤殷罗毕郝邬安乐于傅卞齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛狄米贝臧戴宋庞熊纪舒屈项祝董梁杜阮蓝"
    "闵席季贾江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓郁洪包左石崔龚程邢裴陆荣翁"
    "曲封芮段焦巴牧车侯班秋仲伊宫宁仇甘武符刘景詹龙叶黎薄白蒲卓乔闻党翟谭劳冉桑桂牛边尚温庄晏柴瞿阎连习艾鱼易廖"
    "古居衡步耿欧聂晁曾关游权岳肖涂简覃佟闫付代向方史路成"
)
_SURNAME = rf"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{_COMMON_SURNAMES}])"
_NO_NAME = (
    r"(?!高层|高楼|高压|高空|高度|高温|白天|白色|方便|方向|方面|安全|安装|安静|于|马桶|马上|马路|周边|周围|周末|周[一二三四五六日]|管道|管子|"
    r"管理|房屋|房子|房间|房东|车位|车库|车子|车辆|水|路灯|路面|路口|边上|万一|成天|连续|连着|包括|封闭|封堵|应该|应当|关于|关门|解决|石头|"
    r"曾|高兴|任[何意]|严重|齐[声心]|习惯|顾虑|施工|成立|解释|关[心注]|尚未|陈述|毕竟|安心|车主|房客|程序|路人|管家|"
    r"林木|花园|花坛|花草|米|毛|支|段|古|居民|居住|党员|温度|金额|荣|乐|代[理办表替收缴为]|向|江边|田地|易|简|左|项|武|步行|鱼|牛|武)"
)
_HAN = r"[\u3400-\u9fff]"
_TITLE = r"(?:先生|女士|小姐|阿姨|叔叔|师傅|大爷|大妈|老师|同志)"
_END = r"(?=[\s,.;:!?。、()\0\d+]|$|住在?|家住|家里|先生|女士|电话|手机|座机|联系|身份证|反映|要求|投诉|想|是|[,\s]*\0)"
_NAME = rf"{_NO_NAME}{_SURNAME}(?:{_TITLE}|{_HAN}{{1,2}}?{_END}{_TITLE}?)"

_NAMED = re.compile(
    rf"(?:联系人|来电人|反映人|投诉人|报修人|姓名|名字)(?:是|为)?\s*(?:[:=]\s*(?!不详|匿名|保密|未知)"
    rf"(?:{_HAN}{{1,6}}?|[A-Za-z·. ]{{2,30}}?){_END}{_TITLE}?|\s*{_NAME})"
    rf"|(?:我是|我叫|本人叫?|我的名字叫?|我姓|我名叫)\s*[:]?\s*{_NAME}"
    rf"|(?:(?<=[\0,;。、(\s])|^){_NAME}(?=[,:\s(]*(?:的?(?:电话|手机|座机|联系方式|身份证号?码?)[:是为\s]*)?\0)"
    rf"|(?<=\0){_NAME}(?=[,.;!?。、\s\0]|$)"
)
"""Names where a word says that one follows, and between a door or a number and the next stop.

Source: surnames of 百家姓 that are still common, put together by hand; everyday words that begin like one (高层, 马桶)
are excepted.
"""

_ROLE_NAMED = re.compile(
    rf"(?:业主|住户|租户|租客|户主|房东|居民|老人|家属)(?:是|为|叫)?[: ]*(?P<owner>{_NAME})"
    rf"|(?:我是|本人是?)[^,.;:!?。、\n]{{1,14}}?的[ ]*(?P<of_house>{_NAME})"
)
"""Names after what somebody is in the estate, or after the house they are of; the role and the house stay."""

_CHINESE = "零〇一二三四五六七八九十百"
_FLAT = r"\d{3,4}[A-Za-z]?"
_UNIT = rf"(?:(?:\d{{1,2}}|[{_CHINESE}]{{1,3}}|[A-Za-z甲乙丙丁东西])(?:单元|门洞|座))"
_FLOOR = rf"(?:(?:\d{{1,2}}|[{_CHINESE}]{{1,3}})[楼层])"
_ROOM = re.compile(
    rf"{_UNIT}?{_FLOOR}?(?:(?<![\dA-Za-z])(?:\d{{1,4}}|[A-Za-z]\d{{2,4}})[A-Za-z]?(?:室(?![内外一二两三四\d])|号?房(?![价屋租款])间?)"
    rf"|[{_CHINESE}]{{2,5}}室)"
    rf"|(?<=[幢栋]){_UNIT}?{_FLAT}(?![\d元户人平米个年块次A-Za-z%.-])"
    rf"|(?<=号楼){_UNIT}?{_FLAT}(?![\d元户人平米个年块次A-Za-z%.-])"
    rf"|{_UNIT}{_FLAT}(?![\d元户人平米个年块次A-Za-z%.-])"
)
_TRIPLE = re.compile(r"(?<![\dA-Za-z.-])(\d{1,3})-\d{1,2}-\d{3,4}(?![\d-])(?:室|号?房间?)?")
_LABEL = (
    r"(?:(?:我的?|本人的?|的|联系人)?(?:联系|手机|家里的?|家庭)?(?:身份证|电话|手机|座机|固话|号码|证件|联系方式|致电|tel|phone|微信|薇信|威信|wechat|weixin|邮箱|电子邮件|邮件|银行卡|卡)"
    r"(?:账号|号码|号|地址|ID)?(?:是|为)?[\s:]*)"
)
_LABELLED = re.compile(rf"{_LABEL}?{_GONE}", re.IGNORECASE)
_BRACKETS = re.compile(rf"[(（]\s*{_GONE}[\s,，、；;：:{_GONE}]*[)）]")
_HOLE = re.compile(rf"([\s,，、；;：:]*){_GONE}([\s,，、；;：:{_GONE}]*)")


def brief_from(words: str) -> str:
    """Give a resident's words without numbers of persons, names and doors: what a brief begins with.

    A department reads what is wrong and where; the telephone and the exact door travel with the order and are shown
    for a reason that is put on record. So telephone and identity numbers go as a whole, masked ones too, with the
    word before them; names go after words that announce one, and beside a door or number; of a place the building
    stays. A unit without a room stays too: it is a stairwell, not a home.

    Args:
        words: As written.

    Returns:
        What is left; the same words where there is nothing of a person in them. May be empty.

    Examples:
        >>> brief_from("3幢2单元401室张三，身份证330***34，手机138****8000。楼道灯不亮")
        '3幢。楼道灯不亮'
        >>> brief_from("我是李小四，3-2-401漏水，请打13812345678")
        '3幢漏水，请打'
        >>> brief_from("3幢2单元楼道灯不亮，我是高层住户")
        '3幢2单元楼道灯不亮，我是高层住户'

    Source: 个人信息保护法, Article 6 (no more than the purpose needs).
    """
    while (shorter := _once(words)) != words:
        words = shorter
    return words


def _once(words: str) -> str:
    """Take out what is found, once.

    What moved together may read as a number, so this is done until nothing is found.
    """
    text = words
    for start, end in reversed(number_spans(text)):
        text = text[:start] + _GONE + text[end:]
    text = _with_holes(_LABELLED, text)
    text = _with_buildings(text)
    text = _with_holes(_ROOM, text)
    text = _with_holes(_NAMED, text)
    text = _without_role_names(text)
    if text == words:
        return words
    text = _BRACKETS.sub(_GONE, text)
    return _HOLE.sub(_stop, text).strip()


def _with_holes(pattern: re.Pattern[str], text: str) -> str:
    for hit in reversed(list(pattern.finditer(half_width(text)))):
        text = text[: hit.start()] + _GONE + text[hit.end() :]
    return text


def _without_role_names(text: str) -> str:
    for hit in reversed(list(_ROLE_NAMED.finditer(half_width(text)))):
        start, end = hit.span("owner" if hit["owner"] else "of_house")
        text = text[:start] + _GONE + text[end:]
    return text


def _with_buildings(text: str) -> str:
    for hit in reversed(list(_TRIPLE.finditer(half_width(text)))):
        text = f"{text[: hit.start()]}{hit[1]}幢{_GONE}{text[hit.end() :]}"
    return text


def _stop(hole: re.Match[str]) -> str:
    """Give the one stop that stays of those around a hole; none at the beginning, at the end, or before a full stop."""
    rest = hole.string[hole.end() :]
    if hole.start() == 0 or not rest or rest[0] in "。！？!?.…\n":
        return ""
    return next((sign for sign in hole[1] + hole[2].replace(_GONE, "") if sign), "")
