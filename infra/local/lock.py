"""Which versions exactly, and what must their files look like? `make lock` chooses them anew.

What we run is chosen by development first; each service then locks its share of the same versions.
Neither the index nor a path of the machine that does this ends up in a lock.
"""

from infra.local import ROOT, SERVICES
from infra.local.environments import uv

OLDEST = "3.11"  # a lock holds for this Python and newer ones
ONLY = {"localstack": "3.13", "lambda-runtime": "3.13"}  # LocalStack runs on no other


def main() -> None:
    for name in ("dev", *SERVICES, "ministack", "localstack", "lambda-runtime", "sam"):
        print(f"Locking requirements/{name}.txt ...", flush=True)
        same = ["--constraints", "requirements/dev.txt"] if name in SERVICES else []
        # fmt: off
        uv("pip", "compile", f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt",
           "--upgrade", "--universal", "--python-version", ONLY.get(name, OLDEST),
           "--generate-hashes", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
           "--custom-compile-command", "make lock", *same, folder=ROOT)
        # fmt: on
    print("Done. See what changed with `git diff requirements`, then run `make test`.")


if __name__ == "__main__":
    main()
