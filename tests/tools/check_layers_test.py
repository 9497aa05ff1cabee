#!/usr/bin/env python3
"""The layer check accepts a clean tree and names each kind of violation in a broken one."""
import os
import subprocess
import sys
import tempfile
import unittest

CHECKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "check_layers.py")

CLEAN = {
    "tocsin/base/linalg.cpp": '#include <Eigen/SVD>\n#include "tocsin/base/result.hpp"\n',
    "tocsin/base/json.cpp": "#include <nlohmann/json.hpp>\n",
    "tocsin/base/result.hpp": "#pragma once\n#define TOCSIN_TRY(x) TOCSIN_TRY_NAMED_(x)\n#define TOCSIN_TRY_NAMED_(x) x\n",
    "tocsin/message/truth.hpp": "#pragma once\n",
    "tocsin/message/schema.cpp": '#include "tocsin/message/truth.hpp"\n',
    "tocsin/sim/scene.hpp": '#pragma once\n#include "tocsin/message/truth.hpp"\n#include "tocsin/formats/tle.hpp"\n',
    "tocsin/formats/tle.hpp": '#pragma once\n#include "tocsin/motion/sgp4.hpp"\n',
    "tocsin/motion/sgp4.hpp": "#pragma once\n[[nodiscard]] Result<int> f(int x);\n",
    "tocsin/motion/sgp4.cpp": '#include <Eigen/Core>\n#include "tocsin/motion/sgp4.hpp"\n// not a std::cout in sight\n',
    "tocsin/app/main.cpp": '#include <CLI/CLI.hpp>\n#include <thread>\n#include "tocsin/sim/scene.hpp"\n',
    "docs/index.md": "Text\n",
}


class LayerCheck(unittest.TestCase):
    def check(self, changes):
        """Status and output of the check on the clean tree with `changes` laid over it."""
        with tempfile.TemporaryDirectory() as root:
            for path, text in {**CLEAN, **changes}.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as handle:
                    handle.write(text)
            run = subprocess.run([sys.executable, CHECKER, root], capture_output=True, text=True, check=False)
            return run.returncode, run.stdout

    def refuses(self, path, text, reason):
        status, output = self.check({path: text})
        self.assertEqual(status, 1, f"accepted {path}: {text!r}")
        lines = [line for line in output.splitlines() if line.startswith(path)]
        self.assertTrue(any(reason in line for line in lines), f"expected {path} … {reason} in:\n{output}")

    def test_a_clean_tree_passes(self):
        status, output = self.check({})
        self.assertEqual(status, 0, output)

    def test_vector_kernels_have_their_own_guard(self):
        good = "#if defined(TOCSIN_MOTION_SGP4) == defined(HWY_TARGET_TOGGLE)\n#define TOCSIN_MOTION_SGP4\n#endif\n"
        status, output = self.check({"tocsin/motion/sgp4-inl.hpp": good})
        self.assertEqual(status, 0, output)
        self.refuses("tocsin/motion/other-inl.hpp", good, "without the guard TOCSIN_MOTION_OTHER")
        self.refuses("tocsin/motion/sgp4-inl.hpp", "#pragma once\n", "without the guard")

    def test_a_lower_layer_may_not_include_a_higher_one(self):
        self.refuses("tocsin/motion/sgp4.hpp", '#pragma once\n#include "tocsin/track/imm.hpp"\n', "motion may not include")

    def test_formats_know_nothing_of_sensors(self):
        self.refuses("tocsin/formats/tle.hpp", '#pragma once\n#include "tocsin/sense/radar.hpp"\n', "formats may not include")

    def test_the_journal_sees_only_base_and_message(self):
        self.refuses("tocsin/journal/sqlite.cpp", '#include "tocsin/earth/gravity.hpp"\n', "journal may not include")

    def test_stages_never_see_the_simulator(self):
        self.refuses("tocsin/track/tracker.cpp", '#include "tocsin/sim/scene.hpp"\n', "track may not include")

    def test_an_unknown_folder_has_no_layer(self):
        self.refuses("tocsin/misc/thing.cpp", "int x;\n", "no place in the layer table")

    def test_truth_is_refused_in_a_stage(self):
        self.refuses("tocsin/event/classify.cpp", '#include "tocsin/message/truth.hpp"\n', "may know the truth")

    def test_truth_is_refused_by_a_detour(self):
        status, output = self.check({
            "tocsin/message/all.hpp": '#pragma once\n#include "tocsin/message/truth.hpp"\n',
            "tocsin/event/classify.cpp": '#include "tocsin/message/all.hpp"\n',
        })
        self.assertEqual(status, 1)
        self.assertIn("tocsin/event/classify.cpp: reaches", output)
        self.assertIn("tocsin/message/all.hpp: reaches", output)

    def test_truth_is_refused_in_the_pipeline(self):
        self.refuses("tocsin/app/pipeline.cpp", '#include "tocsin/message/truth.hpp"\n', "may know the truth")

    def test_heavy_headers_stay_in_their_folder(self):
        self.refuses("tocsin/warn/policy.cpp", "#include <toml++/toml.h>\n", "belongs in one .cpp of tocsin/base")
        self.refuses("tocsin/event/count.cpp", "#include <CLI/CLI.hpp>\n", "belongs in .cpp files of tocsin/app")

    def test_heavy_headers_stand_in_one_unit(self):
        self.refuses("tocsin/base/other.cpp", "#include <nlohmann/json.hpp>\n", "stands in 2 files")

    def test_heavy_headers_never_stand_in_a_header(self):
        self.refuses("tocsin/base/log.hpp", "#pragma once\n#include <spdlog/spdlog.h>\n", "in a header")

    def test_eigen_stays_out_of_headers(self):
        self.refuses("tocsin/track/imm.hpp", "#pragma once\n#include <Eigen/Core>\n", "keep Eigen in .cpp files")

    def test_decompositions_have_one_unit(self):
        self.refuses("tocsin/track/imm.cpp", "#include <Eigen/SVD>\n", "instantiated in tocsin/base/linalg.cpp only")
        self.refuses("tocsin/track/imm.cpp", "Eigen::SelfAdjointEigenSolver<M> s(m);\n", "instantiated in")

    def test_stages_have_no_clock_files_or_threads(self):
        self.refuses("tocsin/track/tracker.cpp", "#include <fstream>\n", "in a stage")
        self.refuses("tocsin/track/tracker.cpp", "#include <tbb/parallel_for.h>\n", "in a stage")
        self.refuses("tocsin/track/tracker.cpp", "auto t = std::chrono::system_clock::now();\n", "in a stage")

    def test_macros_and_empty_names_are_refused(self):
        self.refuses("tocsin/track/gate.cpp", "#define SQUARE(x) ((x) * (x))\n", "macro SQUARE")
        self.refuses("tocsin/track/gate.cpp", "class TrackManager {\n", "name nothing")

    def test_headers_guard_themselves_and_results_cannot_be_dropped(self):
        self.refuses("tocsin/track/gate.hpp", "int x;\n", "#pragma once")
        self.refuses("tocsin/track/gate.hpp", "#pragma once\nResult<int> gate(int x);\n", "without [[nodiscard]]")

    def test_includes_are_written_from_the_root(self):
        self.refuses("tocsin/track/gate.cpp", '#include "gate.hpp"\n', "from the root")
        self.refuses("tocsin/track/gate.cpp", "#include <tocsin/base/result.hpp>\n", "with quotes")

    def test_very_long_files_fail_and_long_ones_warn(self):
        self.refuses("tests/track/imm_test.cpp", "\n" * 601, "split it")
        status, output = self.check({"tests/track/imm_test.cpp": "\n" * 401})
        self.assertEqual(status, 0)
        self.assertIn("warning: tests/track/imm_test.cpp: 401 lines", output)

    def test_paths_of_one_machine_are_refused(self):
        self.refuses("docs/build.md", "see /" + "work/shared\n", "path of one machine")


if __name__ == "__main__":
    unittest.main()
