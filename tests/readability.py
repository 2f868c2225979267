"""How easily does a Dutch text read?"""

import re


def readability(text: str) -> tuple[float, float]:
    """Flesch-Douma, and words per sentence. Greeting, headings and numbers are left out."""
    lines = [line for line in text.splitlines() if re.search(r"[.?!]$", line)]
    prose = re.sub(r"\S*[\d@]\S*?([.?!]?)(?=\s|$)", r"\1", " ".join(lines))
    sentences = [each for each in re.split(r"[.?!:]+\s*", prose) if re.search(r"\w", each)]
    words = re.findall(r"[^\W\d_]+", prose)
    syllables = sum(len(re.findall(r"[aeiouyáéëïóöü]+", word.lower())) or 1 for word in words)
    per_sentence = len(words) / len(sentences)
    return 206.84 - 77 * syllables / len(words) - 0.93 * per_sentence, per_sentence
