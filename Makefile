# Two commands do everything on a fresh machine: make demo, make test. Each makes its own .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check bench nightly lock clean

demo: .venv/ready
	$(BIN)/python samples/demo.py

test: .venv/ready
	$(BIN)/python -m pytest -q -n auto --dist worksteal

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/vendorrisk content check
	$(BIN)/python tests/wheel_check.py

bench: .venv/ready
	$(BIN)/python benchmarks/run.py

# What takes too long for every change: mutants of workbooks through the import, random walks through the interview.
nightly: .venv/ready
	$(BIN)/python tests/hostile/fuzz_workbooks.py --count 30000 --seed $(or $(SEED),1)
	VENDORRISK_WALKS=500 $(BIN)/python -m pytest -q tests/cli/test_interview_stateful.py

lock: .venv/ready
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--extra dev pyproject.toml -o requirements.lock

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis
