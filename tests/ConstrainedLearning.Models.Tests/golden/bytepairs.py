"""Writes bytepairs.json: tokens of some texts by GPT-2's published vocabulary, and as much of it as these texts can need.  python3 bytepairs.py FOLDER

FOLDER has the published vocab.json (encoder.json) and merges.txt (vocab.bpe). The encoder here is another than the library's: it splits character by character, by the categories of Python's own
Unicode tables, and merges by looking at all pairs again and again.
"""
import json
import pathlib
import sys
import unicodedata

# The first ones with the tokens that are published for them; the others cover the rules of splitting.
PUBLISHED = {
    "": [], " ": [220], "\t": [197], "This is some text": [1212, 318, 617, 2420], "indivisible": [521, 452, 12843],
    "hello \U0001f44b world \U0001f30d": [31373, 50169, 233, 995, 12520, 234, 235],
    "toString constructor hasOwnProperty valueOf": [1462, 10100, 23772, 468, 23858, 21746, 1988, 5189],
}
TEXTS = [
    "I'll go,  it's 12 times! They've we'd\n\n  x\t", "caf\u00e9 na\u00efve \u4e16\u754c", "a\U0001d518b \U0001d7d9\U0001d7da \U00020000\u00bd\u2167", "'s't 're\u00a0\u2028'llama", "e\u0301 \x00\x01\x7f\u0085 \ufeff", "((a+b))==c_d;//",
    "\u00abGr\u00fc\u00dfe\u00bb \u2026 na\ufffd", "   ", " \n a", "don't DON'T",
]
ENDINGS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"]


def kind(c):
    if c.isspace() and c not in "\x1c\x1d\x1e\x1f": return "space"
    return {"L": "letter", "N": "number"}.get(unicodedata.category(c)[0], "other")


def split(text):
    words, i = [], 0
    while i < len(text):
        ending = next((e for e in ENDINGS if text.startswith(e, i)), None)
        if ending:
            end = i + len(ending)
        else:
            first = i + 1 if text[i] == " " and i + 1 < len(text) and kind(text[i + 1]) != "space" else i
            end = first
            while end < len(text) and kind(text[end]) == kind(text[first]): end += 1
            # White space leaves its last to a word that follows.
            if kind(text[first]) == "space" and end < len(text) and end - first > 1: end -= 1
        words.append(text[i:end])
        i = end
    return words


def alphabet():
    shown = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    characters, rest = {b: chr(b) for b in shown}, 0
    for b in range(256):
        if b not in characters:
            characters[b] = chr(256 + rest)
            rest += 1
    return characters


def merge(word, ranks):
    parts = list(word)
    while len(parts) > 1:
        best = min(zip(parts, parts[1:]), key=lambda pair: ranks.get(pair, float("inf")))
        if best not in ranks: break
        joined, i = [], 0
        while i < len(parts):
            together = i + 1 < len(parts) and (parts[i], parts[i + 1]) == best
            joined.append(parts[i] + parts[i + 1] if together else parts[i])
            i += 2 if together else 1
        parts = joined
    return parts


def encode(text, vocabulary, ranks, characters):
    written = ["".join(characters[b] for b in word.encode()) for word in split(text)]
    return [vocabulary[part] for word in written for part in merge(word, ranks)], written


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    pairs = [tuple(line.split(" ")) for line in (folder / "merges.txt").read_text(encoding="utf-8").split("\n")[1:] if line]
    ranks, characters = {pair: rank for rank, pair in enumerate(pairs)}, alphabet()
    texts, words = [], set()
    for text in [*PUBLISHED, *TEXTS]:
        tokens, written = encode(text, vocabulary, ranks, characters)
        assert tokens == PUBLISHED.get(text, tokens), (text, tokens)
        texts.append({"text": text, "tokens": tokens})
        words.update(written)
    # A merge whose result is in no word is never made.
    needed = [pair for pair in pairs if any("".join(pair) in word for word in words)]
    parts = set(characters.values()) | {"".join(pair) for pair in needed} | {part for pair in needed for part in pair} | {"<|endoftext|>"}
    golden = {"vocabulary": {part: vocabulary[part] for part in sorted(parts, key=vocabulary.get)}, "merges": [" ".join(pair) for pair in needed], "texts": texts}
    pathlib.Path(__file__).with_name("bytepairs.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
