# Everything a person needs to type. Each goal does its own set-up on a fresh Debian 12 machine.
JOBS ?= 2
DEMO_SCENARIO ?= scenarios/overflight-2022-10-03.toml
DEMO_OUT ?= runs/demo
FUZZ_SECONDS ?= 300
STRICT := -DTOCSIN_TESTS=ON -DTOCSIN_STRICT=ON
export JOBS

.PHONY: help demo build test nightly accuracy bench format lint docs coverage clean

help:
	@echo "make demo      build tocsin, run a scenario, score it, say where the report is"
	@echo "make test      everything that must pass before a commit is published"
	@echo "make nightly   the long checks: whole-tree lint and thread sanitizer, a day of launches, long fuzzing, coverage"
	@echo "make accuracy  measured accuracy tables        make bench     measured speed"
	@echo "make format    lay out the code                make docs      the documentation as a web site"
	@echo "make build     tests and program, release      make clean     remove build/ and runs/demo"

demo:
	@tools/install_packages.sh build
	@cmake --preset release --log-level=WARNING >/dev/null
	@cmake --build --preset release -j$(JOBS) --target tocsin
	@rm -rf $(DEMO_OUT)
	build/release/bin/tocsin run $(DEMO_SCENARIO) --out $(DEMO_OUT)
	build/release/bin/tocsin score $(DEMO_OUT)
	@echo
	@echo "Report: $(DEMO_OUT)/report.html    everything else of the run: $(DEMO_OUT)/"

build:
	@tools/install_packages.sh build test
	@cmake --preset release --log-level=WARNING $(STRICT) >/dev/null
	@cmake --build --preset release -j$(JOBS)

test: build
	@cmake --preset asan --log-level=WARNING $(STRICT) >/dev/null
	@cmake --build --preset asan -j$(JOBS)
	@cmake --preset tsan --log-level=WARNING $(STRICT) >/dev/null
	@cmake --build --preset tsan -j$(JOBS)
	@tools/run_tests.sh build/release build/asan build/tsan

nightly: build
	@tools/lint.sh build/release all
	@build/release/bin/track_soak
	@cmake --preset tsan --log-level=WARNING $(STRICT) -DTOCSIN_TSAN_ALL=ON -B build/tsan-all >/dev/null
	@cmake --build build/tsan-all -j$(JOBS)
	@tools/run_tests.sh build/tsan-all
	@cmake --preset fuzz --log-level=WARNING >/dev/null
	@cmake --build --preset fuzz -j$(JOBS)
	@tools/run_fuzzers.sh build/fuzz 0
	@tools/run_fuzzers.sh build/fuzz $(FUZZ_SECONDS)
	@$(MAKE) --no-print-directory coverage

coverage:
	@tools/install_packages.sh build test
	@cmake --preset coverage --log-level=WARNING $(STRICT) >/dev/null
	@cmake --build --preset coverage -j$(JOBS)
	@tools/coverage.sh build/coverage

accuracy: build
	@if [ -x tools/accuracy.sh ]; then tools/accuracy.sh $(ACCURACY_ARGS); else \
	  echo "tools/accuracy.sh is not in the tree yet: nothing was measured" >&2; exit 1; fi

bench:
	@tools/install_packages.sh build test bench
	@$(MAKE) --no-print-directory build
	@found=0; for b in build/release/bin/bench_* build/release/bin/track_cost; do [ -x "$$b" ] || continue; found=1; echo "== $$b"; \
	  case "$$b" in *bench_in_view) "$$b" --days 10 ;; *) "$$b" ;; esac; done; \
	  [ $$found = 1 ] || { echo "no benchmark in the tree yet: nothing was measured" >&2; exit 1; }

lint: build
	@tools/lint.sh build/release all

format:
	@tools/install_packages.sh test
	@tools/source_files.sh all | xargs -r clang-format-16 -i

docs:
	@tools/install_packages.sh docs
	@mkdocs build --strict --site-dir build/docs
	@echo "Documentation: build/docs/index.html"

clean:
	rm -rf build $(DEMO_OUT)
