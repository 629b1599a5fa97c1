"""Departments of every kind, posts and roles, matters, the responsibility list, the working calendar."""

from django.conf import settings
from django.db import models

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import DayKind, DepartmentKind, FlowName, LimitUnits
from jiezhi.places.models import Community, Estate, SubDistrict


class Department(models.Model):
    """Whoever work can be handed to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=DepartmentKind.choices)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    phone = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "name"], name="department_name_once"),
            models.CheckConstraint(
                name="department_community_fits",
                condition=models.Q(kind=DepartmentKind.COMMUNITY, community__isnull=False)
                | (~models.Q(kind=DepartmentKind.COMMUNITY) & models.Q(community__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What a kind of post may do: permission codes as data, so that each office can arrange its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=32)
    name = models.CharField(max_length=64)
    permissions = models.JSONField(default=list, help_text="Codes such as workorders:dispatch")
    sees_whole_street = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_district", "code"], name="role_code_once")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A place in a department that a person holds; work goes to posts and departments, not to persons."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="posts")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "department", "title"], name="post_once")
        ]

    def __str__(self) -> str:
        return self.title


class PostHolding(models.Model):
    """Who holds a post, from when until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings")
    since_on = models.DateField()
    until_on = models.DateField(
        null=True, blank=True, help_text="The first day on which the post is not held"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "post", "user"],
                condition=models.Q(until_on=None),
                name="holding_once",
            )
        ]


class ComplaintCause(models.Model):
    """Why residents complain, in the office's own few words; matters are counted under one each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=32)
    name = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0, help_text="Where it stands in tables")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "code"], name="complaint_cause_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    """What a request can be about, and how such a thing is handled: flow, limit, what must be shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="children", null=True, blank=True
    )
    cause = models.ForeignKey(
        ComplaintCause, on_delete=models.PROTECT, related_name="matters", null=True, blank=True
    )
    code = models.SlugField(max_length=32)
    name = models.CharField(max_length=64)
    flow = models.CharField(max_length=16, choices=FlowName.choices)
    limit_amount = models.PositiveSmallIntegerField(help_text="Overall limit, from dispatch to done")
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices)
    keywords = models.JSONField(default=list, help_text="Words of residents that point to this matter")
    needs_photo = models.BooleanField(default=False, help_text="Done is shown by a picture")
    is_in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "code"], name="matter_code_once"),
            models.CheckConstraint(condition=models.Q(limit_amount__gt=0), name="matter_limit_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class StepLimit(models.Model):
    """How long one step of a matter's flow may take; without a row the step has no limit of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="step_limits")
    step = models.CharField(max_length=24, help_text="A state of the flow, such as dispatched")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=LimitUnits.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "matter", "step"], name="step_limit_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="step_limit_positive"),
        ]


class ResponsibilityEntry(models.Model):
    """One line of the responsibility list: which department leads a matter, everywhere or at one place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="responsibilities")
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lead = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    limit_amount = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Instead of the matter's limit"
    )
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices, blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="", help_text="Document the line rests on")
    in_force_from = models.DateField()
    in_force_until = models.DateField(
        null=True, blank=True, help_text="The first day on which it no longer holds"
    )

    class Meta:
        verbose_name_plural = "responsibility entries"
        indexes = [models.Index(fields=["sub_district", "matter"], name="responsibility_by_matter")]


class WorkingHours(models.Model):
    """One working interval of every workday, such as 09:00 to 12:00."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        verbose_name_plural = "working hours"
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "opens"], name="working_hours_once"),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="working_hours_forward"
            ),
        ]


class CalendarDay(models.Model):
    """A holiday or a make-up workday (调休); all other days follow the week."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=DayKind.choices)
    name = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_district", "on"], name="calendar_day_once")]
