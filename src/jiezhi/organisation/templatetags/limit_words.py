from django import template

from jiezhi.kit.links import link_to
from jiezhi.organisation.choices import amount_words
from jiezhi.organisation.models import Department

register = template.Library()
register.filter("amount_words", amount_words)


@register.filter
def boundary_page(department: Department) -> str:
    """Give the page that says where a department's duty begins and ends."""
    return link_to("organisation.department", department.pk)
