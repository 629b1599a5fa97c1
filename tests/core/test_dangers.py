"""Words that must go to whoever is on duty, and words that only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.dangers import DangerKind, as_read, dangers_in

DANGER = {
    "三号楼五层着火了": DangerKind.FIRE,
    "车库里的电动车冒烟了": DangerKind.FIRE,
    "我们单元楼道起火，浓烟很大": DangerKind.FIRE,
    "隔壁厨房正在燃烧": DangerKind.FIRE,
    "配电箱一直冒火花，很危险": DangerKind.FIRE,
    "楼上发生火灾": DangerKind.FIRE,
    "楼道里有很浓的煤气味": DangerKind.GAS,
    "天然气管道泄漏": DangerKind.GAS,
    "厨房的液化气罐漏气": DangerKind.GAS,
    "邻居好像煤气中毒了": DangerKind.GAS,
    "挖机把地下挖破，漏了天然气": DangerKind.GAS,
    "闻到一股燃气味，物业不管": DangerKind.GAS,
    "有人拿着刀在小区门口": DangerKind.VIOLENCE,
    "楼下正在打群架": DangerKind.VIOLENCE,
    "隔壁丈夫又打人，孩子在哭，长期家暴": DangerKind.VIOLENCE,
    "我被前夫殴打，不敢回家": DangerKind.VIOLENCE,
    "他扬言要杀人": DangerKind.VIOLENCE,
    "我不想活了": DangerKind.SELF_HARM,
    "有个女子坐在天台要跳": DangerKind.SELF_HARM,
    "工资要不回来，他说要跳楼": DangerKind.SELF_HARM,
    "邻居老人想自杀": DangerKind.SELF_HARM,
    "欠了这么多钱，真的活不下去了": DangerKind.SELF_HARM,
}
CALM = (
    "楼道里的灭火器过期了",
    "消防栓没有水，万一着火怎么办",
    "小区要组织消防演练，模拟起火",
    "请加强防火宣传",
    "楼道堆满杂物，容易引起火灾",
    "电动车上楼充电，存在火灾隐患",
    "去年我们小区着火的车还没清走",
    "担心燃气管道泄漏，请派人检查",
    "想了解预防煤气中毒的知识",
    "请问燃气费怎么交",
    "楼下火锅店油烟太大",
    "楼下生意火爆，吵得睡不着",
    "小区门口烟花爆竹乱放",
    "反家暴讲座什么时候举行",
    "菜刀在哪里可以磨",
    "这里没有着火，只是蒸汽",
    "井盖坏了，老人差点摔倒",
    "路灯坏了三天没人修",
)


@pytest.mark.parametrize(("text", "kind"), DANGER.items())
def test_a_danger_is_seen(text: str, kind: DangerKind) -> None:
    assert kind in {each.kind for each in dangers_in(text)}


@pytest.mark.parametrize("text", CALM)
def test_what_only_sounds_like_a_danger_waits_its_turn(text: str) -> None:
    assert dangers_in(text) == ()


def test_what_happens_now_wins_over_a_word_that_calms() -> None:
    assert dangers_in("万一出事怎么办，现在楼道着火了，快来")[0].kind is DangerKind.FIRE


@given(st.sampled_from(sorted(DANGER)), st.sampled_from(["，", "。", "\n", "！"]), st.sampled_from(CALM))
def test_a_calm_sentence_behind_a_danger_takes_nothing_away(danger: str, sign: str, calm: str) -> None:
    assert {each.kind for each in dangers_in(danger)} <= {
        each.kind for each in dangers_in(danger + sign + calm)
    }


@given(st.text(max_size=200))
def test_the_words_that_are_given_stand_in_the_text(text: str) -> None:
    for each in dangers_in(text):
        assert each.words in as_read(text)
