import pytest

from jiezhi.kit.ui.navigation import DuplicateShortcutError, NavigationEntry, capped_count, register_entry


def entry(key, **values):
    return NavigationEntry(face="desk", key=key, label=key, url_name="demo:desk", **values)


def test_two_entries_cannot_want_the_same_letter():
    register_entry(entry("orders", shortcut="o"))
    with pytest.raises(DuplicateShortcutError, match="wants the letter 'o', which 'orders' has"):
        register_entry(entry("offices", shortcut="o"))


def test_an_entry_may_be_registered_again():
    register_entry(entry("orders", shortcut="o"))
    register_entry(entry("orders", shortcut="o", order=3))


def test_a_face_that_is_not_shown_is_not_counted(client):
    def count(actor):
        raise AssertionError("counted")

    register_entry(entry("orders", count=count))
    assert client.get("/demo/portal/").status_code == 200


def test_only_the_nearest_entry_is_current(client, entries):
    page = client.get(
        "/demo/desk/orders/", headers={"X-Test-Permissions": "workorders:view"}
    ).content.decode()
    assert page.count('href="/demo/desk/orders/" aria-current="page"') == 2, (
        "once wide, once in the menu of a phone"
    )
    assert 'href="/demo/desk/" aria-current' not in page


@pytest.mark.parametrize(("count", "text"), [(None, ""), (0, "0"), (1000, "1000"), (1001, "1000+")])
def test_counts_are_capped(count, text):
    assert capped_count(count) == text
