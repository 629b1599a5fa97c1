"""How long what the machine keeps of its own work is kept, in days.

| word | what | days | because |
|---|---|---|---|
| `letters` | messages to programs, whatever became of them; at least 7 | 90 | a keeper may be asked what was told |
| `news` | news inside the program that was handled | 30 | nobody reads it again; a fault is looked into within weeks |
| `dropped_news` | news that the operator dropped; no shorter than `letters` | 365 | the audit names it |
| `faults` | faults that are settled and were not seen again | 180 | what came back twice a year is one fault |
| `backup_runs` | what is known of backups whose files are gone | 400 | a year can be compared with the one before |

Dead messages and open faults stay until somebody has decided about them. Not for an office to choose, since limits and
rights rest on them: counts of wrong sign-ins (a day at most), slips (until they expire), codes by telephone (a day),
wrong guesses at a request (30 days, shown to its resident), keys of programs (30 days), used launches (ten minutes),
counts of calls (a minute), sessions (until they expire), pictures without owner (8 days),
door and words of visits (two years).
"""

from jiezhi.project.settings.environment import KEEP

__all__ = ["KEPT_DAYS"]

default_days = {"letters": 90, "news": 30, "dropped_news": 365, "faults": 180, "backup_runs": 400}
_least_letters = 7
"""Tries of a message go on for a day, and a held message waits for a person."""


def read_days(wishes: list[str]) -> dict[str, int]:
    """Give the days of each word, of which some were set as `word:days`.

    Raises:
        ValueError: A word is not known, a number is none, or what is kept would be gone before it is of no use.
    """
    days = dict(default_days)
    for wish in wishes:
        word, _colon, number = wish.strip().partition(":")
        if word not in days or not number.isdecimal() or not int(number):
            raise ValueError(f"JIEZHI_KEEP: {wish!r} is not one of {', '.join(days)} with a number of days")
        days[word] = int(number)
    if days["letters"] < _least_letters or days["dropped_news"] < days["letters"]:
        raise ValueError(f"JIEZHI_KEEP: letters need {_least_letters} days, dropped_news as many as letters")
    return days


KEPT_DAYS = read_days(KEEP)
