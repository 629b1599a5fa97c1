"""By which words a request is found."""

from django.db import models

from jiezhi.concerns.models.concern import Concern
from jiezhi.kit.search import SearchEntry


class ConcernWords(SearchEntry):
    """The terms of a request's words and of its numbers, ours and the superior's; no telephone or identity number."""

    row = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="+")

    class Meta(SearchEntry.Meta):
        verbose_name_plural = "concern words"

    def __str__(self) -> str:
        return str(self.row_id)
