"""Fourteen months of the demo street: the figures of the plan come out, and the same seed and day make the same."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from jiezhi.project.demo import loading
from jiezhi.project.demo.arrivals import A_YEAR_OF, CAUSE_SHARES, MONTHS_BACK
from jiezhi.project.demo.history import made_up, plain_words
from jiezhi.project.demo.matters import MATTERS
from jiezhi.project.demo.structure import make_structure
from jiezhi.project.demo.words.grammar import QUESTIONS, TOPICS, openings_of
from jiezhi.project.demo.words.voices import OF_QUESTIONS, OF_SIGHTS
from jiezhi.workorders.choices import MERGE_VERBS, WAITING_VERBS, Verb

pytestmark = pytest.mark.django_db

UNTIL = date(2026, 11, 20)


@pytest.fixture
def make():
    """Gives the made-up requests of a seed, without writing them."""
    street = make_structure(since_on=date(2024, 1, 1))
    hands = loading._hands(loading._cast(street, datetime(2026, 11, 20, tzinfo=UTC)))
    weights = loading._weights(hands)

    def made(seed: int = 7, *, until_on: date = UNTIL, count: int = A_YEAR_OF):
        groups = made_up(hands, weights, seed=seed, until_on=until_on, count=count)
        return [course for group in groups for course in group]

    return made


def test_the_same_seed_and_day_make_the_same_and_another_makes_another(make):
    first = [plain_words(course) for course in make(count=200)]
    assert first == [plain_words(course) for course in make(count=200)]
    assert first != [plain_words(course) for course in make(8, count=200)]
    assert first != [plain_words(course) for course in make(until_on=UNTIL - timedelta(days=1), count=200)]


def test_nothing_happens_after_the_day_and_every_course_goes_forward(make):
    end = timezone.make_aware(datetime.combine(UNTIL, time()))
    for course in make(count=1500):
        assert course.submitted_at < end
        if course.course is None:
            continue
        assert course.submitted_at <= course.course.opened_at
        times = [course.course.opened_at, *(step.at for step in course.course.steps)]
        assert times == sorted(times)
        assert times[-1] < end
        for round_ in course.rounds:
            assert round_.since_at < end
            assert round_.answered_at is None or round_.since_at <= round_.answered_at < end


@pytest.mark.slow
def test_causes_seasons_callers_and_words_are_as_the_plan_has_them(make):
    courses = make()
    own = [course for course in courses if course.joins is None]
    assert len(own) == A_YEAR_OF
    complaints = Counter(
        course.course.draft.matter.cause.code
        for course in own
        if course.course and course.course.draft.matter.code not in QUESTIONS
    )
    for cause, share in CAUSE_SHARES.items():
        assert abs(complaints[cause] / complaints.total() - share) < 0.01
    words = [course.submission.words for course in courses]
    assert 1 - len(set(words)) / len(words) < 0.02
    phones = Counter(course.submission.phone for course in courses if course.submission.phone)
    assert max(phones.values()) >= 15  # somebody calls again and again
    assert sum(1 for count in phones.values() if count > 1) > 500
    days = Counter(timezone.localdate(course.submitted_at) for course in own)
    assert min(days) >= UNTIL - timedelta(days=MONTHS_BACK * 31)
    storms = [count for count in days.values() if count > 2 * A_YEAR_OF / len(days)]
    assert len(storms) >= 6
    assert sum(course.joins is not None for course in courses) > 200


@pytest.mark.slow
def test_every_verb_occurs(make):
    verbs = {step.verb for course in make(count=3000) if course.course for step in course.course.steps}
    assert verbs == set(Verb) - {Verb.OPEN, *MERGE_VERBS, *WAITING_VERBS}


def test_every_topic_has_a_cause_and_enough_to_say():
    causes = {plan.code: plan.cause for plan in MATTERS}
    assert {code for code in TOPICS if causes[code]} | QUESTIONS == set(TOPICS)
    for topic in TOPICS.values():
        assert sum(len(story.facts) for story in topic.stories) >= 5
        assert len(topic.months) == 12


def test_every_story_has_its_own_briefs_replies_and_openings_that_fit():
    for code, topic in TOPICS.items():
        briefs = [brief for story in topic.stories for brief in story.briefs]
        replies = [reply for story in topic.stories for reply in story.replies]
        assert len(briefs) == len(set(briefs)), code
        assert len(replies) == len(set(replies)), code
        for story in topic.stories:
            assert story.facts, code
            assert story.briefs, story.facts
            assert story.replies, story.facts
            assert all("{place}" in brief for brief in story.briefs)
            openings = set(openings_of(story, asks=code in QUESTIONS))
            assert openings.isdisjoint(OF_SIGHTS) == (not story.is_seen), story.facts
            assert openings.isdisjoint(OF_QUESTIONS) == (code not in QUESTIONS)
            assert not any("反映" in opening for opening in openings if code in QUESTIONS)


def test_what_is_answered_is_what_was_asked(make):
    by_reply = {
        reply: {brief.partition("{place}")[2] for brief in story.briefs}
        for topic in TOPICS.values()
        for story in topic.stories
        for reply in story.replies
    }
    for course in make(count=600):
        if course.course is None:
            continue
        draft = course.course.draft
        for step in course.course.steps:
            if step.verb is Verb.RESOLVE:
                assert any(draft.brief.endswith(end) for end in by_reply[step.note]), draft.brief
