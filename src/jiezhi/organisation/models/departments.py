"""Departments of every kind, and the roles and posts through which people work in them."""

from django.conf import settings
from django.db import models

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.places.models import Community, SubDistrict


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
