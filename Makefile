# `make` says what there is. All of it needs only Python 3.11 or newer, pip and make, and the gates
# Node.js and Chromium: the rest is installed below .venv/ and build/ on first use, locked with hashes, and
# nowhere else.

PYTHON ?= python3
stack ?= klachtenloket
endpoint ?=
apply ?=
regel ?=
ontvangen ?=
met ?=
file ?=
part ?=
keep ?=
times ?=
seed ?=
engine ?=
gemeente ?=
bestand ?=
door ?=
naam ?=
kanalen ?=
aanbieder ?=
zaaktypen ?=
intrekken ?=
dry ?=
dienst ?=
wachtrij ?=
soort ?=
zaak ?=
ouder ?=
nieuwer ?=
vanaf ?=
tot ?=

.DEFAULT_GOAL := help
.PHONY: help demo test quick bench fuzz storm openapi redrive repair replay recount score explain providers key lock format clean

help: ## what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-9s %s\n", $$1, $$2}'

demo: .venv ## thirty complaints travel through ten weeks, on this machine
	@.venv/bin/python -m tests.demo

test: .venv ## every gate, from formatting to journeys on MiniStack and LocalStack
	@.venv/bin/python -m infra.local.gates

quick: .venv ## the gates that need no engine
	@.venv/bin/python -m infra.local.gates --quick

bench: .venv ## how fast is it, beside what it may cost? (part=imports keep=yes)
	@.venv/bin/python -m tests.bench $(if $(part),--part $(part)) $(if $(keep),--keep)

fuzz: .venv ## ask the API twenty times as much as `make test` does (times=50 seed=7)
	@export FUZZ=$(or $(times),200) FUZZ_SEED=$(or $(seed),$$(date +%s)); echo "seed=$$FUZZ_SEED"; \
		.venv/bin/python -m pytest -q -n 2 --show-capture=no tests/contract/test_hostile_requests.py

storm: .venv ## two hundred complaints while everything fails (times=20 seed=7 engine=localstack)
	@.venv/bin/python -m tests.storm $(if $(times),--times $(times)) $(if $(seed),--seed $(seed)) $(if $(engine),--engine $(engine))

openapi: .venv ## write down again what the API does
	@.venv/bin/python -m infra.local.openapi

redrive: .venv ## bring messages back from the dead-letter queues (of AWS; endpoint=http://... for an engine; dry=yes only shows them)
	@.venv/bin/python -m infra.local.redrive --stack $(stack) $(if $(endpoint),--endpoint $(endpoint)) $(if $(filter yes,$(dry)),--dry) --service "$(dienst)" --queue "$(wachtrij)" --type "$(soort)" --municipality "$(gemeente)" --number "$(zaak)" $(if $(ouder),--older $(ouder)) $(if $(nieuwer),--newer $(nieuwer))

repair: .venv ## what got stuck? It is told again, and what that does not mend is named (dry=yes only looks)
	@.venv/bin/python -m infra.local.repair --stack $(stack) $(if $(endpoint),--endpoint $(endpoint)) $(if $(filter yes,$(dry)),--dry)

replay: .venv ## make the table of deadlines or reporting again from all that was told (apply=yes does it)
	@.venv/bin/python -m infra.local.replay --stack $(stack) $(if $(endpoint),--endpoint $(endpoint)) $(if $(dienst),--service $(dienst)) $(if $(gemeente),--municipality $(gemeente)) $(if $(vanaf),--from $(vanaf)) $(if $(tot),--until $(tot)) $(if $(filter yes,$(apply)),--apply)

recount: .venv ## what moves when the calendar or a regulation changed? (apply=yes keeps it)
	@.venv/bin/python -m infra.local.recount --stack $(stack) $(if $(endpoint),--endpoint $(endpoint)) $(if $(filter yes,$(apply)),--apply)

score: .venv ## how far do the rules agree with a careful reader? (of other samples: file=...)
	@.venv/bin/python -m tests.unit.routing.score $(file)

explain: .venv ## why is it that day? make explain regel=awb_9_11_1_six_weeks ontvangen=2026-04-02T10:00:00+02:00
	@.venv/bin/python -m services.deadlines.explain $(if $(regel),--regel $(regel)) $(if $(ontvangen),--ontvangen $(ontvangen)) $(if $(met),--met $(met))

providers: .venv ## what does a list change in the register? gemeente=1904 bestand=lijst.csv (apply=yes door=medewerker-17 keeps it)
	@.venv/bin/python -m infra.local.providers --gemeente "$(gemeente)" --door "$(door)" $(if $(bestand),--bestand "$(bestand)") $(if $(filter yes,$(apply)),--apply)

key: .venv ## a key for a program that sends us complaints: gemeente=1904 naam=chatbot kanalen=whatsapp (apply=yes makes it)
	@.venv/bin/python -m infra.local.key --gemeente "$(gemeente)" --naam "$(naam)" --kanalen "$(kanalen)" --zaaktypen "$(zaaktypen)" $(if $(aanbieder),--aanbieder "$(aanbieder)") $(if $(intrekken),--intrekken "$(intrekken)") --stack $(stack) $(if $(endpoint),--endpoint $(endpoint)) $(if $(filter yes,$(apply)),--apply)

format: .venv ## lay out the code as the gates want it
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

lock: .venv ## choose the newest packages that requirements/*.in allow
	@.venv/bin/python -m infra.local.lock

clean: ## remove all that was installed and built
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache infra/.aws-sam

# The development environment: the pinned uv by pip, everything else by uv, ten times as fast.
.venv: .venv/complete

.venv/complete: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or newer. Say which: make PYTHON=python3.12"; exit 1; }
	@echo "Installing what development needs in .venv (once, about half a minute) ..."
	@$(PYTHON) -m venv .venv && mkdir -p build
	@sed -n '/^uv==/,/[^\\]$$/p' requirements/dev.txt > build/uv.txt
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r build/uv.txt
	@.venv/bin/python -m infra.local.environments dev
	@touch $@
