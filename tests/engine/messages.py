"""Made-up messages of three matters, enough to learn from: no resident wrote any of them."""

from random import Random

PARTS = {
    "路灯": (
        ["路灯不亮", "路灯坏了", "灯杆倒了", "路灯一闪一闪", "晚上没有路灯"],
        ["走路看不见", "老人晚上摔了一跤", "请电工来修", "已经黑了三天", "灯泡该换了"],
    ),
    "垃圾": (
        ["垃圾没人收", "垃圾桶满了", "楼道堆着垃圾", "建筑垃圾乱倒", "厨余垃圾发臭"],
        ["苍蝇很多", "请环卫来清运", "味道很大", "保洁员好几天没来", "垃圾桶该换了"],
    ),
    "噪声": (
        ["夜里施工很吵", "广场舞声音太大", "楼上装修噪声大", "饭店风机轰鸣", "工地半夜打桩"],
        ["孩子睡不着", "请降低音量", "超过十点还在响", "耳朵都受不了", "噪声该管一管"],
    ),
}
PLACES = ("望湖花园", "青石小区", "梧桐里", "向阳新村", "兴业家园", "南门口", "春晓苑", "和平巷")
WHEN = ("昨天", "今天早上", "上周", "这几天", "从星期三起", "半个月来", "刚才", "每天")


def messages(count: int, *, seed: int = 7) -> tuple[list[str], list[str]]:
    """So many texts of each matter, with their labels."""
    pick = Random(seed)
    texts, labels = [], []
    for label, (what, more) in PARTS.items():
        for _ in range(count):
            number = pick.randint(1, 60)
            text = f"{pick.choice(PLACES)}{number}号楼{pick.choice(WHEN)}{pick.choice(what)}，{pick.choice(more)}。"
            texts.append(text)
            labels.append(label)
    return texts, labels


def split(text: str) -> str:
    """The same text as labelled files bring it: words with blanks between them, no signs."""
    from jiezhi.engine.text.reading import folded, words_of

    return " ".join(words_of(folded(text)))
