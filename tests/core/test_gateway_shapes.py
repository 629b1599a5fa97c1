"""Laws of shapes: whatever stands in a text stays one value, and the signature is the one that is documented."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, unquote_plus

from hypothesis import given
from hypothesis import strategies as st

from jiezhi.core.gateway_shapes import (
    dingtalk_address,
    dingtalk_signature,
    fill,
    in_form,
    in_header,
    in_json,
    robot_body,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(texts, texts)
def test_a_text_in_json_is_read_back_as_it_was(text, phone):
    body = fill('{"to":"${phone}","say":"${text}"}', {"text": text, "phone": phone}, escape=in_json)
    assert json.loads(body) == {"to": phone, "say": text}


@given(texts.filter(bool), texts.filter(bool))
def test_a_text_in_a_form_is_read_back_as_it_was(text, phone):
    body = fill("to=${phone}&say=${text}", {"text": text, "phone": phone}, escape=in_form)
    assert parse_qs(body, keep_blank_values=True, strict_parsing=True) == {"to": [phone], "say": [text]}


@given(texts)
def test_a_header_stays_one_line_of_ascii(text):
    written = fill("Bearer ${text}", {"text": text}, escape=in_header)
    assert written.isascii()
    assert written.isprintable()


@given(texts, st.integers(0, 10**13))
def test_the_signature_is_hmac_over_time_line_feed_and_secret(secret, at_ms):
    wanted = hmac.new(secret.encode(), f"{at_ms}\n{secret}".encode(), hashlib.sha256).digest()
    assert base64.b64decode(unquote_plus(dingtalk_signature(secret, at_ms=at_ms))) == wanted


def test_an_address_without_a_secret_stays_as_it_is():
    address = "https://robot.example/send?access_token=x"
    assert dingtalk_address(address, "", at_ms=1) == address
    assert dingtalk_address(address, "SEC", at_ms=1).startswith(f"{address}&timestamp=1&sign=")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_a_robot_gets_at_most_what_its_maker_takes(text):
    assert len(json.loads(robot_body(text))["text"]["content"].encode()) <= 2048
