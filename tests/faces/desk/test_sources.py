import pytest

from tests.factories import make_office, staff_client

pytestmark = pytest.mark.django_db


def test_the_page_of_systems_above_offers_to_add_a_system_not_a_request():
    page = staff_client(make_office().dispatcher).get("/desk/above/sources/").content.decode()
    assert "新增上级系统" in page
    assert "再录一件" not in page
