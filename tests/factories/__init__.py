"""The smallest valid things that tests are about; a test sets only what it is about. Everybody here is made up."""

from tests.factories.flow import settle
from tests.factories.offices import Office, make_office, make_staff, staff_client
from tests.factories.organisation import make_department, make_entry, make_matter
from tests.factories.places import make_community, make_estate, make_street
from tests.factories.workorders import dispatched_order, make_draft, submitted_concern

__all__ = [
    "Office",
    "dispatched_order",
    "make_community",
    "make_department",
    "make_draft",
    "make_entry",
    "make_estate",
    "make_matter",
    "make_office",
    "make_staff",
    "make_street",
    "settle",
    "staff_client",
    "submitted_concern",
]
