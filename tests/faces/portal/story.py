"""A resident's steps through the portal, in English so that no compiled catalogue is needed."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiezhi.concerns.models import Concern
from tests.factories import Office
from tests.pictures.uploads import photo_with_place


@dataclass
class Resident:
    """A browser of somebody without an account."""

    office: Office
    client: Client

    def url(self, rest: str = "") -> str:
        return f"/s/{self.office.street.slug}/{rest}"

    def get(self, rest: str = ""):
        return self.client.get(self.url(rest))

    def post(self, rest: str, **answers):
        return self.client.post(self.url(rest), answers)

    def photo(self, content: bytes = b"", **more):
        upload = SimpleUploadedFile("lamp.jpg", content or photo_with_place(), content_type="image/jpeg")
        return self.client.post(self.url("request/photos/"), {"album": upload, **more})

    def fill(self, words: str = "3号楼前的路灯不亮", phone: str = "", note: str = "3号楼东侧") -> str:
        """Answer every step; give the key of the form on the check page."""
        self.post("request/words/", words=words, start="1")
        self.post("request/place/", estate=str(self.office.estate.pk), place_note=note)
        self.post("request/photos/", next="1")
        self.post("request/contact/", contact="phone" if phone else "anonymous", phone=phone)
        return self.get("request/check/").context["draft"].key

    def submit(self, **answers) -> Concern:
        """Make a request."""
        key = self.fill(**answers)
        answer = self.post("request/check/", submission_key=key)
        assert answer.status_code == 302, answer.content.decode()
        return Concern.objects.get(submission_key=key)

    def code(self) -> str:
        """Read the code from the page that shows it."""
        return self.get("request/done/").context["code"]


def make_resident(office: Office, **more) -> Resident:
    return Resident(office, Client(headers={"accept-language": "en"}, **more))
