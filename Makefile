# Two commands need nothing but Python 3.11 or newer: `make run` and `make test`.
# Arguments for the program: make run ARGS="show --answers examples/some.yaml"

# The first Python that is new enough; another one: make run PYTHON=/path/to/python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for one in python3 python3.13 python3.12 python3.11; do \
	$$one -c '$(NEW_ENOUGH)' 2>/dev/null && { echo $$one; break; }; done)
BIN := .venv/bin
ARGS ?=

# Where this is set, Python reads every source text anew at each start, 4 to 5 times slower.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test check evaluate format clean

help:
	@echo "make run     open the app (without a terminal: print a blueprint)"
	@echo "make test    all checks and all tests"
	@echo "make check   the same, in the environment that is there"
	@echo "make evaluate  compare with what published teams chose and paid"
	@echo "make format  lay the code out"
	@echo "make clean   remove the environment and all that was built"

run: .venv/ready-to-run
	@$(BIN)/data-platform $(ARGS)

test: .venv/ready-to-test
	@$(MAKE) --no-print-directory check

# Each check is run even where one before it failed; pytest is last, its summary closes.
check:
	@failed=; \
	for one in "ruff check ." "ruff format --check ." mypy lint-imports "pytest -n 2"; do \
		echo "$(BIN)/$$one"; $(BIN)/$$one || failed="$$failed [$$one]"; \
	done; \
	[ -z "$$failed" ] || { echo "Failed:$$failed" >&2; exit 1; }

# ARGS is for the comparison with published cases alone: make evaluate ARGS=--json
evaluate: .venv/ready-to-run
	@$(BIN)/python -m benchmarks.agreement $(ARGS)
	@[ -n "$(ARGS)" ] || for one in prices platform_costs interview_order design_time; do \
		echo; $(BIN)/python -m benchmarks.$$one || exit 1; \
	done

format: .venv/ready-to-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv build dist *.egg-info src/*.egg-info

# All that is said here goes to stderr, so that `make run > blueprint.txt` is clean.
# $(1): what is installed. All is compiled at once, for the reason given above.
define install
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '$(1)' >&2
	@$(BIN)/python -m compileall -q $$($(BIN)/python -c \
		'import sysconfig; print(sysconfig.get_path("purelib"))') src screens templates \
		>/dev/null 2>&1 || true
	@touch $@
endef

.venv/ready-to-run: pyproject.toml | .venv/made
	@echo "Installing; this happens once and takes about a minute." >&2
	$(call install,.)

.venv/ready-to-test: pyproject.toml | .venv/made
	@echo "Installing with what the tests need; this happens once." >&2
	$(call install,.[dev])
	@touch .venv/ready-to-run

.venv/made:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed; python3 here is: \
	$$(python3 --version 2>&1). Name another one: make run PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { echo "$(PYTHON) is no Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -m venv .venv >&2 || { \
		echo "python -m venv failed. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@touch $@
