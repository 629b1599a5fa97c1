"""Files as strangers send them, made here byte by byte."""

import io
import struct
import zlib

from PIL import Image


def coloured(size=(40, 30), mode="RGB", kind="JPEG", colour="red", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def photo_with_place(orientation=6):
    """A JPEG that tells where it was taken and by whom; its left half is red, its right half blue."""
    picture = Image.new("RGB", (80, 40), "blue")
    picture.paste("red", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Photographer Zhang"
    exif[0x8825] = {1: "N", 2: (39.0, 54.0, 27.0), 3: "E", 4: (116.0, 23.0, 17.0)}
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"SECRET COMMENT", quality=95)
    return out.getvalue()


def _chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_claiming(width, height):
    """A PNG whose header claims any size; its few bytes of pixels unpack to zeros for ever."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def png_with_text_bomb():
    """A small PNG with a compressed text of 64 MB."""
    plain = coloured(kind="PNG")
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 64_000_000, 9))
    return plain[:33] + text + plain[33:]


def animated_gif():
    frames = [Image.new("P", (10, 10), colour) for colour in (1, 2, 3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


SCRIPT = b"<script>alert(document.cookie)</script>"
SVG_WITH_SCRIPT = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"
HEIC_HEAD = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
