from django import template

from jiezhi.organisation.choices import amount_words

register = template.Library()
register.filter("amount_words", amount_words)
