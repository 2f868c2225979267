"""What do our pages look like? One style sheet: the NL Design System, as far as we use it.

Its packages are for Node.js; nothing of them runs. They come below build/ on first use, locked with
hashes (requirements/style). Of their rules we keep those for a class that a template names in full,
of their design tokens those that a rule needs, and behind them stands our own layout.css. For newer
packages, change package.json there and run `npm install --package-lock-only` beside it.

    python -m infra.local.style      makes it, and says how large it is
"""

import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.local import BUILD, ROOT, Unavailable
from infra.local.environments import fingerprint
from infra.local.node import packages

LOCKED = ROOT / "requirements/style"
PAGES = ROOT / "services/intake/pages"

COMPONENTS = (
    "@utrecht/*/dist/index.css",
    "@nl-design-system-candidate/*-css/dist/[!t]*.css",  # not test.css
)
THEME = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
THEME_CLASS = ".voorbeeld-theme"

Rule = tuple[str, str]
"""What stands before the braces, and in them."""


def stylesheet() -> Path:
    """The style sheet of our pages, made once for each version of all it is made of."""
    templates = sorted((PAGES / "templates").glob("*.j2"))
    layout = PAGES / "layout.css"
    made_of = fingerprint(
        *(file.read_bytes() for file in (*templates, layout)),
        (LOCKED / "package-lock.json").read_bytes(),
        Path(__file__).read_bytes(),
    )
    made = BUILD / "style" / f"loket-{made_of}.css"
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        used = {name for file in templates for name in _classes_in(file.read_text("utf-8"))}
        made.write_text(_purged(used, layout.read_text("utf-8")), encoding="utf-8")
    return made


def _purged(used: set[str], layout: str) -> str:
    modules = packages("style", LOCKED) / "node_modules"
    files = sorted(file for pattern in COMPONENTS for file in modules.glob(pattern))
    components = "".join(_kept(_read(file), used) for file in files)
    ours = _squeezed(layout)
    tokens = dict(re.findall(r"(--[\w-]+)\s*:\s*([^;}]+)", _read(modules / THEME)))
    needed = _needed(components + ours, tokens)
    theme = ";".join(f"{name}:{tokens[name].strip()}" for name in sorted(needed))
    return f"{THEME_CLASS}{{{theme}}}{components}{ours}"


def _read(file: Path) -> str:
    return _squeezed(file.read_text(encoding="utf-8"))


def _squeezed(css: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


def _classes_in(template: str) -> set[str]:
    """Every word that may be a class; a template names its classes in full."""
    return set(re.findall(r"[\w-]+", template))


def _kept(css: str, used: set[str]) -> str:
    """The rules of *css* that can apply to something with only *used* classes."""
    kept = []
    for before, inside in _rules(css):
        if before.startswith("@"):
            if within := _kept(inside, used):
                kept.append(f"{before}{{{within}}}")
        elif selectors := [each for each in _selectors(before) if _applies(each, used)]:
            kept.append(f"{','.join(selectors)}{{{inside.strip()}}}")
    return "".join(kept)


def _rules(css: str) -> Iterator[Rule]:
    depth = start = brace = 0
    for place, sign in enumerate(css):
        if sign == "{":
            depth += 1
            brace = place if depth == 1 else brace
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:brace].strip(), css[brace + 1 : place]
                start = place + 1


def _selectors(before: str) -> list[str]:
    """Apart at the commas that stand in no brackets."""
    return [each.strip() for each in re.split(r",(?![^(]*\))", before)]


def _applies(selector: str, used: set[str]) -> bool:
    wanted = re.sub(r":not\([^()]*(\([^()]*\)[^()]*)*\)", "", selector)
    return set(re.findall(r"\.([A-Za-z_][\w-]*)", wanted)) <= used


def _needed(css: str, tokens: dict[str, str]) -> set[str]:
    """The tokens that *css* asks for, and those that these ask for in turn."""
    needed: set[str] = set()
    asked = re.findall(r"var\(\s*(--[\w-]+)", css)
    while asked:
        name = asked.pop()
        if name in tokens and name not in needed:
            needed.add(name)
            asked += re.findall(r"var\(\s*(--[\w-]+)", tokens[name])
    return needed


def main() -> None:
    try:
        made = stylesheet()
    except Unavailable as missing:
        sys.exit(str(missing))
    data = made.read_bytes()
    small = len(gzip.compress(data))
    print(f"{made.relative_to(ROOT)}: {len(data)} bytes, {small} of them on the wire.")


if __name__ == "__main__":
    main()
