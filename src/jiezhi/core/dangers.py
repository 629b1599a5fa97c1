"""Words of a request that cannot wait for anybody's turn: fire, gas, violence, somebody who may harm themselves.

Rules and no model: such a message is rare, a wrong answer is dear, and whoever is on duty must be able to say why. A
rule is a word that means danger now, unless what stands around it says otherwise: a fire extinguisher out of date, a
drill, a wish to know. Where both stand in a text, the word that means danger wins: a person looks once too often.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class DangerKind(StrEnum):
    """What kind of danger."""

    FIRE = "fire"
    GAS = "gas"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"


@dataclass(frozen=True)
class DangerFound:
    """A danger that a text speaks of.

    Args:
        kind: Which.
        words: What of the text says so, as it stands there.
    """

    kind: DangerKind
    words: str


_FULL_WIDTH = str.maketrans(",!?;", "，！？；")
_RULES: dict[DangerKind, tuple[str, ...]] = {
    DangerKind.SELF_HARM: (
        r"(?:想|要|准备|打算|扬言|说要|闹着)(?:去)?(?:自杀|轻生|跳楼|跳河|跳桥|割腕|上吊|喝农药|自尽|寻死|寻短见)",
        r"(?:有人|男子|女子|老人|孩子|学生|女儿|儿子|邻居|工人)(?:正|在|正在|要)?[^，。！？；]{0,6}?(?:自杀|轻生|割腕|上吊|自残|服毒|喝农药)",
        r"(?:要|正|站|坐|爬)(?:在|到|上)?[^，。！？；]{0,6}?(?:楼顶|天台|桥上|窗台|塔吊)[^，。！？；]{0,6}?(?:跳|轻生)",
        r"(?:不想|活)(?:再)?活(?:下去)?了?(?:，|$|。|！|吧|呢|了)|活不下去了?|一了百了|(?<!要)结束(?:自己的)?生命",
    ),
    DangerKind.GAS: (
        r"(?:燃气|煤气|天然气|液化气|煤气罐|液化气罐|气罐|管道气)[^，。！？；]{0,8}?(?:泄漏|泄露|漏气|漏了|在漏|爆炸)",
        r"(?:闻到|有|一股|浓)[^，。！？；]{0,8}?(?:燃气|煤气|天然气|液化气)(?:的)?(?:味|气味|臭味)",
        r"(?:煤气|一氧化碳|燃气)中毒",
        r"(?:泄漏|泄露|漏)(?:了)?(?:燃气|煤气|天然气|液化气)",
    ),
    DangerKind.FIRE: (
        r"(?:着|起|失)(?:大)?火(?:了|啦|，|。|！|$)|(?:正|还|正在|还在)(?:着火|起火|燃烧|冒浓烟)|火灾(?:了|现场)|发生火灾",
        r"(?:着火|起火|冒浓烟|冒烟起火|火光冲天|烧起来|燃起来|火势)",
        r"(?:电线|插座|电表箱?|电动车|电瓶|电池|充电桩|配电箱|变压器|车库|楼道|屋顶|窗口|厨房)[^，。！？；]{0,6}?(?:冒烟|冒火|冒火花|打火花|烧着|爆燃|自燃)",
    ),
    DangerKind.VIOLENCE: (
        r"(?:拿|持|提|举|挥)(?:着)?(?:一把|把|菜|砍|尖|水果|长|西瓜)*(?:刀|斧|棍|枪|砍刀)",
        r"(?:砍人|捅人|打群架|聚众斗殴|械斗|持刀|行凶|被绑架|非法拘禁|被人追打|打死人|要杀人|要杀了|杀人了|砍伤|捅伤)",
        r"(?:正在|又在|天天|经常|一直|长期)[^，。！？；]{0,4}?(?:家暴|殴打|毒打|虐待)|(?:被|遭|遭到|受到)[^，。！？；]{0,8}?(?:家暴|殴打|毒打|虐待|打伤|威胁要)",
        r"(?:丈夫|老公|爸爸|父亲|继父|继母|儿子|前夫)[^，。！？；]{0,6}?(?:家暴|打我|打人|打妈妈|打孩子|打老人)",
    ),
}
_CALM = re.compile(
    # Things that are named after what they are for, and the word in other uses.
    r"灭火器|消防栓|防火|灭火|点火|打火机|火锅|烟火|烟花|火气|恼火|上火|红火|火车|火热|放火权|生意火|火爆|热火|"
    # Not now: practice, teaching, what might be, what once was.
    r"(?:演练|演习|演示|培训|讲座|宣传|预案|模拟|知识|科普)[^，。！？；]{0,10}|"
    r"(?:预防|防止|避免|防范|杜绝|以防|谨防|防)[^，。！？；]{0,10}|"
    r"(?:万一|如果|假如|一旦|要是|若|倘若|容易|可能|极易|会不会|担心|害怕|生怕|怕|恐|存在|隐患)[^，。！？；]{0,14}|"
    r"(?:去年|前年|上次|上个月|以前|曾经|之前|几年前|当年|前几年)[^，。！？；]{0,16}|"
    r"(?:没有|没|未|并未|不会|不是|无)(?:发生|出现|闻到)?[^，。！？；]{0,4}"
)
_STILL = re.compile(r"(?:正在|现在|此刻|刚刚|刚才|马上|赶快|快来|救命|报警|119|110|120|出人命)")


def as_read(text: str) -> str:
    """Give a text in one width, its signs as Chinese writes them: rules end at a sign.

    Examples:
        >>> as_read("１１９,快来!")
        '119，快来！'
    """
    return unicodedata.normalize("NFKC", text).translate(_FULL_WIDTH)


def dangers_in(text: str) -> tuple[DangerFound, ...]:
    """Give the dangers that a text speaks of, the most pressing kind first; none for most texts.

    Args:
        text: As somebody wrote it.

    Examples:
        >>> [(str(each.kind), each.words) for each in dangers_in("三号楼五层着火了，快来人！")]
        [('fire', '着火了')]
        >>> dangers_in("楼道里的灭火器过期了，万一着火怎么办"), dangers_in("小区组织消防演练，模拟起火")
        ((), ())
        >>> [str(each.kind) for each in dangers_in("楼下闻到很浓的煤气味，害怕爆炸")]
        ['gas']
    """
    plain = as_read(text)
    calm = [] if _STILL.search(plain) else [match.span() for match in _CALM.finditer(plain)]
    found = []
    for kind, rules in _RULES.items():
        hit = next(
            (
                match
                for rule in _COMPILED[kind]
                for match in rule.finditer(plain)
                if not any(begin < match.end() and match.start() < end for begin, end in calm)
            ),
            None,
        )
        if hit is not None and rules:
            found.append(DangerFound(kind, hit.group().strip("，。！？ ")))
    return tuple(found)


_COMPILED = {kind: tuple(re.compile(rule) for rule in rules) for kind, rules in _RULES.items()}
