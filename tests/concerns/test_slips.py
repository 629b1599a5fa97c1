"""The slip: the code in letters and as a QR code, a promise once there is one, and nobody's numbers."""

import re

import pytest
import qrcode

from jiezhi.concerns.codes import code_for
from jiezhi.concerns.slips import GIST_CHARS, gist_of, qr_code, slip_of
from jiezhi.concerns.standing import spoken_time
from tests.factories import dispatched_order, make_office, submitted_concern
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
ADDRESS = "https://street.example/s/qingshi/follow/"


def black_modules(path: str) -> set[tuple[int, int]]:
    """Read the drawing back, module by module."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
    assert "".join(f"M{x} {y}h{w}v1h-{back}z" for x, y, w, back in runs) == path
    return {(int(x) + step, int(y)) for x, y, width, _ in runs for step in range(int(width))}


def test_the_qr_code_is_drawn_module_by_module():
    text = f"{ADDRESS}#ABCDEFGHJKMN0011"
    drawn = qr_code(text)
    other = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    other.add_data(text)
    other.make(fit=True)
    wanted = {
        (x + 4, y + 4) for y, row in enumerate(other.modules) for x, is_black in enumerate(row) if is_black
    }
    assert black_modules(drawn.path) == wanted
    assert drawn.side == len(other.modules) + 8


def test_the_code_rides_behind_the_hash_and_is_the_one_of_the_request():
    concern = submitted_concern(make_office()).concern
    slip = slip_of(concern, address=ADDRESS, at=MONDAY)
    code = code_for(concern.submission_key)
    assert slip.qr == qr_code(f"{ADDRESS}#{code}")
    assert "".join(slip.code_groups) == code
    assert [len(group) for group in slip.code_groups] == [4, 4, 4, 4]
    assert slip.address == ADDRESS
    assert code not in slip.address


def test_nobodys_number_is_printed():
    said = "请联系邻居王师傅13812345678，" + "楼道灯坏了" * 40
    gist = gist_of(said)
    assert "13812345678" not in gist
    assert "138****5678" in gist
    assert len(gist) == GIST_CHARS
    assert gist.endswith("…")


def test_there_is_a_promise_once_a_department_has_it():
    office = make_office()
    assert slip_of(submitted_concern(office).concern, address=ADDRESS, at=MONDAY).promise == ""
    order = dispatched_order(office)
    concern = submitted_concern(office).concern
    concern.order = order
    slip = slip_of(concern, address=ADDRESS, at=MONDAY)
    assert order.due_at is not None
    assert spoken_time(order.due_at) in slip.promise
