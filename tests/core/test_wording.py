import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiezhi.core.wording import MatterProfile, WordingIndex, margin, suggest_matters

PROFILES = [
    MatterProfile("lamp", "路灯不亮", ("路灯", "灯不亮"), ("晚上小区门口一片漆黑",)),
    MatterProfile("waste", "暴露垃圾", ("垃圾", "垃圾桶"), ("楼下满了没人收，苍蝇乱飞",)),
    MatterProfile("leak", "水管漏水", ("漏水", "爆管")),
    MatterProfile("parking", "违法停车", ("乱停车", "占道", "SUV")),
    MatterProfile("vending", "占道经营", ("摆摊", "占道")),
]
INDEX = WordingIndex(PROFILES)
TEXTS = st.lists(
    st.sampled_from(
        ["路灯", "垃圾桶", "漏水", "占道", "suv", "ＳＵＶ", "漆黑", "，", " ", "我们", "三天", "苍蝇"]
    ),
    max_size=8,
).map("".join)


def test_a_keyword_in_the_text_speaks_for_its_matter():
    first = INDEX.suggest("我家楼上漏水三天了")[0]
    assert (first.matter, first.words) == ("leak", ("漏水",))


def test_whole_keywords_come_before_shared_pairs():
    first = INDEX.suggest("晚上一片漆黑，路灯坏了")[0]
    assert first.matter == "lamp"
    assert first.words[0] == "路灯"
    assert "一片漆黑" in first.words


def test_the_longer_keyword_swallows_the_shorter_inside_it():
    assert INDEX.suggest("垃圾桶")[0].words == ("垃圾桶",)
    assert INDEX.suggest("垃圾桶")[0].score == pytest.approx(3 / 4)


def test_a_keyword_of_two_matters_weighs_half_for_each():
    both = INDEX.suggest("占道")
    assert [each.matter for each in both] == ["parking", "vending"]
    assert both[0].score == both[1].score == pytest.approx(1 / 3)
    assert margin(both) == 0


def test_pairs_that_many_matters_share_say_nothing():
    crowded = [MatterProfile(str(number), "小区问题", (f"独特{number}",)) for number in range(5)]
    assert suggest_matters("小区问题", crowded) == ()


def test_pairs_do_not_cross_punctuation():
    assert INDEX.suggest("收，") == INDEX.suggest("，苍") == ()


def test_pairs_with_a_particle_say_nothing():
    profiles = [
        MatterProfile("water", "供水问题", ("停了一天",)),
        MatterProfile("ground", "活动场地", ("跳舞的地方",)),
    ]
    assert suggest_matters("请了假，你们给的地址是错的", profiles) == ()
    assert suggest_matters("水停了一天", profiles)[0].words == ("停了一天",)


def test_words_are_given_as_they_were_written():
    assert INDEX.suggest("有辆ＳＵＶ挡住门")[0].words == ("ＳＵＶ",)


def test_saying_it_twice_does_not_make_it_more_right():
    assert INDEX.suggest("漏水，漏水，漏水") == INDEX.suggest("漏水")


@pytest.mark.parametrize("text", ["", "   ", "，。！", "hello there"])
def test_a_text_that_speaks_of_nothing_gives_nothing(text):
    assert INDEX.suggest(text) == ()
    assert margin(INDEX.suggest(text)) == 0


def test_only_as_many_are_given_as_were_asked_for():
    assert len(INDEX.suggest("路灯 垃圾 漏水 摆摊", 2)) == 2
    with pytest.raises(ValueError, match="At least one"):
        INDEX.suggest("路灯", 0)


def test_two_profiles_of_one_matter_are_refused():
    with pytest.raises(ValueError, match="one profile only"):
        WordingIndex([PROFILES[0], PROFILES[0]])


def test_the_margin_is_the_lead_of_the_first():
    alone = INDEX.suggest("爆管")
    assert margin(alone) == alone[0].score == pytest.approx(2 / 3)


@given(text=TEXTS)
def test_scores_fall_and_add_up_to_less_than_one(text):
    found = INDEX.suggest(text, len(PROFILES))
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    assert sum(scores) < 1


@given(text=TEXTS)
def test_every_word_given_stands_in_the_text(text):
    for each in INDEX.suggest(text, len(PROFILES)):
        assert each.words
        assert all(word in text for word in each.words)


@given(text=TEXTS)
def test_width_and_case_change_nothing(text):
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter in "suvSUV" else letter for letter in text)
    plain = [(each.matter, each.score) for each in INDEX.suggest(text)]
    assert [(each.matter, each.score) for each in INDEX.suggest(wide)] == plain
    assert [(each.matter, each.score) for each in INDEX.suggest(text.upper())] == plain


@settings(max_examples=30)
@given(text=TEXTS, profiles=st.permutations(PROFILES))
def test_the_sequence_of_the_profiles_never_matters(text, profiles):
    assert suggest_matters(text, profiles) == INDEX.suggest(text)
