# Every target sets up what it needs by itself: start.py does the work, on Windows too.
# Pass options on with ARGS, for example: make run ARGS="--no-browser --port 8600"
PYTHON ?= python3

.PHONY: check run demo screenshots setup test test-fast lint types layers format
.NOTPARALLEL:

# What must be green before a commit.
check: lint types layers test-fast

run demo screenshots setup test test-fast lint types layers format:
	@$(PYTHON) start.py $@ $(ARGS)
