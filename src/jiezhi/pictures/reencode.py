"""The child that decodes a stranger's picture: run as a file by `decoding.py`, knows nothing of Django.

Reads the upload from standard input, writes `width height`, a line end and a fresh JPEG to standard output.
The exit code says why not. What kills it (memory, time, a fault of a decoder) kills no web process.
"""

import io
import resource
import sys
import warnings

BROKEN, TOO_MANY_PIXELS, TOO_COSTLY = 3, 4, 5
MEMORY_BYTES, CPU_S = 1 << 30, 10
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reencode(upload: bytes, max_pixels: int, max_side: int) -> bytes:
    # Imported after the limits are set, and from the one folder that the parent names.
    from PIL import Image, ImageOps  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = max_pixels
    with Image.open(io.BytesIO(upload), formats=FORMATS) as source:
        # The header is checked before a single pixel is decoded.
        if source.width * source.height > max_pixels:
            raise Image.DecompressionBombError
        # A JPEG decoder can halve the size while it reads; "RGB" would forbid that for grey pictures.
        source.draft(None, (max_side, max_side))
        picture: Image.Image = source
        if picture.mode not in ("RGB", "L", "RGBA", "LA"):
            picture = picture.convert("RGBA" if source.has_transparency_data else "RGB")
        picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        picture = ImageOps.exif_transpose(picture)
        flat = Image.new("RGB", picture.size, "white")
        # A new canvas carries no metadata: no EXIF, no GPS, no comment, no colour profile, no trailing bytes.
        flat.paste(picture, mask=picture.getchannel("A") if "A" in picture.getbands() else None)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return f"{flat.width} {flat.height}\n".encode() + out.getvalue()


def _main(library_folder: str, max_pixels: int, max_side: int) -> int:
    upload = sys.stdin.buffer.read()
    _confine()
    sys.path.append(library_folder)
    from PIL import Image  # noqa: PLC0415

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        sys.stdout.buffer.write(_reencode(upload, max_pixels, max_side))
        sys.stdout.flush()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_MANY_PIXELS
    except MemoryError:
        return TOO_COSTLY
    except Exception:  # noqa: BLE001  # decoders raise whatever they like; the parent tells it in words
        return BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
