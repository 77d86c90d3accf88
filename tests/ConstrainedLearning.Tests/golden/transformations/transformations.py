"""What PIL makes of a few small images under every operation of TrivialAugment's two spaces, at every level and with either sign.

    python3 transformations.py CIFAR-10-BATCH.bin FOLDER

needs Pillow and numpy. FOLDER then holds

    transformations.pixels.gz  the images, plane by plane, one after the other, then what `pixels` below lists
    transformations.json       `images`: [channels, height, width] of each; `outcomes`: for each space, operation and level (negative: the other sign) one digest an image, the first
                               12 hexadecimal digits of SHA-256 of the result's planes; `pixels`: of which outcomes (on all images) the pixels are kept, to look at when a digest is wrong
"""

import gzip
import hashlib
import json
import sys

import numpy as np
import PIL
from PIL import Image, ImageEnhance, ImageOps

LEVELS = 30


def real(level, range):
    return float(level) * range / LEVELS


def whole(level, range):
    return int(level * range / LEVELS)


def affine(image, *matrix):
    return image.transform(image.size, Image.AFFINE, matrix)


def enhance(enhancer):
    return lambda image, level, sign, space: enhancer(image).enhance(real(level, space["enhance"][1] - space["enhance"][0]) + space["enhance"][0])


SPACES = {
    "RandAugment": dict(shear=0.3, translate=10, rotate=30, solarize=256, posterize=(8, 4), enhance=(0.1, 1.9)),
    "Wide": dict(shear=0.99, translate=32, rotate=135, solarize=256, posterize=(8, 2), enhance=(0.01, 2.0)),
}

PLAIN = {
    "identity": lambda image: image,
    "autocontrast": ImageOps.autocontrast,
    "equalize": ImageOps.equalize,
}

SIGNED = {
    "shear x": lambda image, level, sign, space: affine(image, 1, sign * real(level, space["shear"]), 0, 0, 1, 0),
    "shear y": lambda image, level, sign, space: affine(image, 1, 0, 0, sign * real(level, space["shear"]), 1, 0),
    "translate x": lambda image, level, sign, space: affine(image, 1, 0, sign * whole(level, space["translate"]), 0, 1, 0),
    "translate y": lambda image, level, sign, space: affine(image, 1, 0, 0, 0, 1, sign * whole(level, space["translate"])),
    "rotate": lambda image, level, sign, space: image.rotate(sign * whole(level, space["rotate"])),
}

UNSIGNED = {
    "solarize": lambda image, level, sign, space: ImageOps.solarize(image, 256 - whole(level, space["solarize"])),
    "posterize": lambda image, level, sign, space: ImageOps.posterize(image, space["posterize"][0] - whole(level, space["posterize"][0] - space["posterize"][1])),
    "color": enhance(ImageEnhance.Color),
    "contrast": enhance(ImageEnhance.Contrast),
    "brightness": enhance(ImageEnhance.Brightness),
    "sharpness": enhance(ImageEnhance.Sharpness),
}


def photographs(path):
    """Three whole photographs; part of one that is not square; one in grey; a dull one; one with a single value in each channel; a speck too small to smooth."""
    records = np.fromfile(path, dtype=np.uint8).reshape(-1, 3073)[:5, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    dull = (records[0] // 8 + np.array([90, 0, 223], dtype=np.uint8)).astype(np.uint8)
    flat = np.full((32, 32, 3), (17, 128, 255), dtype=np.uint8)
    pictures = [*records[:3], records[3][5:25, 2:30], None, dull, flat, records[4][:2, :5]]
    return [Image.fromarray(records[3]).convert("L") if picture is None else Image.fromarray(np.ascontiguousarray(picture)) for picture in pictures]


def planes(image):
    array = np.asarray(image)
    return np.ascontiguousarray(array[None] if array.ndim == 2 else array.transpose(2, 0, 1))


def main(batch, folder):
    images = photographs(batch)
    outcomes, pixels, kept = [], [], [planes(image).tobytes() for image in images]

    def record(space, operation, level, function, keep):
        results = [planes(function(image)).tobytes() for image in images]
        outcomes.append(dict(space=space, operation=operation, level=level, digests=" ".join(hashlib.sha256(result).hexdigest()[:12] for result in results)))
        if keep:
            pixels.append(dict(space=space, operation=operation, level=level))
            kept.extend(results)

    for operation, function in PLAIN.items():
        record("", operation, 0, function, True)
    for space, ranges in SPACES.items():
        for level in range(LEVELS + 1):
            keep = level == 13 and space == "Wide"
            for operation, function in {**SIGNED, **UNSIGNED}.items():
                record(space, operation, level, lambda image: function(image, level, 1, ranges), keep)
            for operation, function in SIGNED.items() if level else ():
                record(space, operation, -level, lambda image: function(image, level, -1, ranges), keep)
    with gzip.GzipFile(folder + "/transformations.pixels.gz", "wb", mtime=0) as file:
        file.write(b"".join(kept))
    lines = lambda items: "[\n    " + ",\n    ".join(json.dumps(item) for item in items) + "\n  ]"
    with open(folder + "/transformations.json", "w") as file:
        file.write('{\n  "source": "Pillow %s",\n  "images": %s,\n' % (PIL.__version__, lines([list(planes(image).shape) for image in images])))
        file.write('  "pixels": %s,\n  "outcomes": %s\n}\n' % (lines(pixels), lines(outcomes)))


if __name__ == "__main__":
    main(*sys.argv[1:])
