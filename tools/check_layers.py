#!/usr/bin/env python3
"""Checks the structure that the architecture promises: who may include what, and the habits that keep builds and files small.

Usage: tools/check_layers.py [ROOT]     prints one line per violation; status 1 when there is one, 2 on wrong usage.
"""
import os
import re
import subprocess
import sys

CHAIN = ["base", "earth", "message", "motion", "sense", "detect", "track", "event", "warn"]  # each may include all before it
ALLOWED = {folder: set(CHAIN[: i + 1]) for i, folder in enumerate(CHAIN)}
ALLOWED["formats"] = ALLOWED["motion"] | {"formats"}
ALLOWED["journal"] = {"base", "message", "journal"}
ALLOWED["archive"] = {"base", "message", "archive"}
ALLOWED["serve"] = ALLOWED["message"] | ALLOWED["formats"] | {"serve"}
ALLOWED["sim"] = ALLOWED["sense"] | {"formats", "sim"}
ALLOWED["score"] = ALLOWED["sense"] | {"formats", "score"}
ALLOWED["app"] = set().union(*ALLOWED.values()) | {"app"}

# Stages are pure: no clock, no files, no threads, no environment.
STAGES = set(CHAIN[1:])
IMPURE_INCLUDES = {"fstream", "iostream", "filesystem", "thread", "mutex", "future", "shared_mutex", "condition_variable",
                   "ctime", "random", "cstdio"}
IMPURE_WORDS = re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|random_device|getenv|std::cout|std::cerr)\b")

# Heavy third-party headers: the folder that owns each, and that it stands in one .cpp of that folder only (CLI11: any of app).
SINGLE = {
    "toml++": "base", "nlohmann": "base", "spdlog": "base", "pugixml.hpp": None, "sqlite3.h": "journal",
}
# Other places for one of them, each with its reason.
SINGLE_ALSO = {("sqlite3.h", "tocsin/app/doctor.cpp"): "prints the version of the library",
               ("pugixml.hpp", "tocsin/formats/xml.cpp"): "reads XML, which cap.cpp writes; 1 s of compilation",
               ("pugixml.hpp", "tocsin/formats/kml.cpp"): "another document than the one cap.cpp writes; 1 s of compilation"}
CLI_OWNER = "app"
# Headers that may show Eigen to those who include them, each with its reason.
EIGEN_HEADERS = {}
DECOMPOSITIONS = re.compile(r"\b(JacobiSVD|BDCSVD|SelfAdjointEigenSolver|EigenSolver|ComplexEigenSolver|"
                            r"GeneralizedSelfAdjointEigenSolver|CompleteOrthogonalDecomposition)\b|<Eigen/(SVD|Eigenvalues)>")
DECOMPOSITION_OWNER = "tocsin/base/linalg.cpp"

TRUTH = re.compile(r"tocsin/message/truth\w*\.hpp")
MACROS = re.compile(r"TOCSIN_(REQUIRE|ASSERT|TRY)(_\w*_)?|HWY_\w+")  # and their inner parts, which end in an underscore
# A Result that can be dropped silently is an error lost: every declaration that returns one says [[nodiscard]].
DROPPABLE = re.compile(r"^\s*(?:(?:static|friend|inline|constexpr|virtual|explicit)\s+)*(?:tocsin::)?(?:Result<.*>|Status)\s+(\w+)\s*\(")
NODISCARD_NAME = re.compile(r"\[\[nodiscard\]\].*?(?:Result<.*>|Status)\s+(\w+)\s*\(")
EMPTY_NAMES = re.compile(r"^\s*(?:class|struct)\s+\w*(?:Manager|Utils|Helper|Impl)\b")
WARN_LINES, FAIL_LINES = 400, 600
# Written in pieces so that this file does not name what it looks for.
MACHINE_PATHS = re.compile("(?<![A-Za-z0-9_.])(?:/" + "work/|/" + "tmp/tocsin)")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')
COMMENT = re.compile(r"//.*$")


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as handle:
        return handle.read().splitlines()


def tree_files(root):
    """All files of the tree that are, or could be, under version control, relative to root."""
    try:
        out = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                             check=True, capture_output=True).stdout.decode()
        files = [f for f in out.split("\0") if f and os.path.isfile(os.path.join(root, f))]
    except (OSError, subprocess.CalledProcessError):
        files = []
        for folder, names, leaves in os.walk(root):
            names[:] = [n for n in names if n not in {".git", "build", "runs", "node_modules"}]
            files += [os.path.relpath(os.path.join(folder, leaf), root) for leaf in leaves]
    return sorted(files)


class Tree:
    def __init__(self, root):
        self.root = root
        self.files = tree_files(root)
        self.sources = [f for f in self.files if f.startswith("tocsin/") and f.endswith((".cpp", ".hpp"))]
        self.lines = {f: read(root, f) for f in self.sources}
        self.includes = {f: self._includes(f) for f in self.sources}
        self.reach_memo = {}
        self.violations, self.warnings = [], []

    def _includes(self, path):
        found = []
        for number, line in enumerate(self.lines[path], 1):
            match = INCLUDE.match(line)
            if match:
                found.append((number, match.group(1), match.group(2)))
        return found

    def fail(self, path, line, text):
        self.violations.append(f"{path}:{line}: {text}" if line else f"{path}: {text}")

    def reaches(self, path):
        """Every tocsin/ header that path includes, directly or not."""
        if path not in self.reach_memo:
            seen, todo = set(), [path]
            while todo:
                for _, _, name in self.includes.get(todo.pop(), []):
                    if name.startswith("tocsin/") and name not in seen:
                        seen.add(name)
                        todo.append(name)
            self.reach_memo[path] = seen
        return self.reach_memo[path]


def folder_of(path):
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else ""


def check_layers(tree):
    for path in tree.sources:
        folder = folder_of(path)
        if folder not in ALLOWED:
            tree.fail(path, 0, f"tocsin/{folder} has no place in the layer table of tools/check_layers.py")
            continue
        for number, quote, name in tree.includes[path]:
            if name.startswith("tocsin/") and folder_of(name):
                if folder_of(name) not in ALLOWED[folder]:
                    tree.fail(path, number, f"{folder} may not include {name}; allowed: {', '.join(sorted(ALLOWED[folder]))}")
                if quote == "<":
                    tree.fail(path, number, f'write #include "{name}" with quotes')
            elif quote == '"' and name != "tocsin/version.hpp":
                tree.fail(path, number, f'write the path from the root of the repository: "tocsin/{folder}/{name}"')


def check_truth(tree):
    """Truth reaches sim, score and the application's file handling; never a stage and never the pipeline, by no detour."""
    for path in tree.sources:
        folder = folder_of(path)
        reached = sorted(name for name in tree.reaches(path) if TRUTH.fullmatch(name))
        if not reached or TRUTH.fullmatch(path):
            continue
        in_message_source = folder == "message" and path.endswith(".cpp")  # schema and codec stand beside the others
        in_app = folder == "app" and not os.path.basename(path).startswith("pipeline")
        if not (folder in {"sim", "score"} or in_message_source or in_app):
            tree.fail(path, 0, f"reaches {reached[0]}: only sim and score may know the truth")


def check_heavy(tree):
    users = {}
    for path in tree.sources:
        for number, _, name in tree.includes[path]:
            for header, owner in SINGLE.items():
                if (name == header or name.startswith(header + "/")) and (header, path) not in SINGLE_ALSO:
                    users.setdefault(header, set()).add(path)
                    if not path.endswith(".cpp"):
                        tree.fail(path, number, f"<{name}> in a header: it belongs in one .cpp")
                    elif owner and folder_of(path) != owner:
                        tree.fail(path, number, f"<{name}> belongs in one .cpp of tocsin/{owner}")
            if name.startswith("CLI/") and not (folder_of(path) == CLI_OWNER and path.endswith(".cpp")):
                tree.fail(path, number, f"<{name}> belongs in .cpp files of tocsin/{CLI_OWNER}")
            if name.startswith("Eigen/") and path.endswith(".hpp") and path not in EIGEN_HEADERS:
                tree.fail(path, number, f"<{name}> in a header: keep Eigen in .cpp files (allow-list EIGEN_HEADERS)")
        if path != DECOMPOSITION_OWNER:
            for number, line in enumerate(tree.lines[path], 1):
                if DECOMPOSITIONS.search(COMMENT.sub("", line)):
                    tree.fail(path, number, f"decompositions are instantiated in {DECOMPOSITION_OWNER} only: 30-50 s of compilation each")
    for header, paths in sorted(users.items()):
        if len(paths) > 1:
            tree.fail(sorted(paths)[1], 0, f"<{header}> stands in {len(paths)} files, one is allowed: {', '.join(sorted(paths))}")


def check_pure_stages(tree):
    for path in tree.sources:
        if folder_of(path) not in STAGES:
            continue
        for number, quote, name in tree.includes[path]:
            if quote == "<" and (name in IMPURE_INCLUDES or name.startswith(("tbb/", "oneapi/", "sys/", "unistd"))):
                tree.fail(path, number, f"<{name}> in a stage: no clock, no files, no threads, no platform randomness here")
        for number, line in enumerate(tree.lines[path], 1):
            match = IMPURE_WORDS.search(COMMENT.sub("", line))
            if match:
                tree.fail(path, number, f"{match.group(1)} in a stage: no clock, no files, no environment here")


def check_habits(tree):
    for path in tree.sources:
        lines = tree.lines[path]
        # Vector kernels are included once for each kind of instructions, guarded by a macro of their path.
        is_lanes = path.endswith("-inl.hpp")
        guard = "TOCSIN_" + re.sub(r"\W", "_", path.removeprefix("tocsin/").removesuffix("-inl.hpp")).upper()
        if is_lanes and not any(f"defined({guard}) == defined(HWY_TARGET_TOGGLE)" in line for line in lines):
            tree.fail(path, 0, f"vector kernels without the guard {guard} against HWY_TARGET_TOGGLE")
        if path.endswith(".hpp") and not is_lanes and not any(line.strip() == "#pragma once" for line in lines):
            tree.fail(path, 0, "header without #pragma once")
        declared = {match.group(1) for match in map(NODISCARD_NAME.search, lines) if match}
        for number, line in enumerate(lines, 1):
            if EMPTY_NAMES.match(line):
                tree.fail(path, number, "Manager, Utils, Helper and Impl name nothing: use the term of the field")
            returns = DROPPABLE.match(line) if path.endswith(".hpp") else None
            if returns and "[[nodiscard]]" not in lines[number - 2] and returns.group(1) not in declared:
                tree.fail(path, number, f"{returns.group(1)} returns a Result without [[nodiscard]]")
            define = re.match(r"\s*#\s*define\s+(\w+)", line)
            if define and not MACROS.fullmatch(define.group(1)) and not (is_lanes and define.group(1) == guard):
                tree.fail(path, number, f"macro {define.group(1)}: only TOCSIN_REQUIRE, TOCSIN_ASSERT and TOCSIN_TRY exist")
    for path in tree.files:
        if path.endswith((".cpp", ".hpp")) and path.split("/")[0] in {"tocsin", "tests", "bench", "fuzz"}:
            count = len(tree.lines.get(path) or read(tree.root, path))
            if count > FAIL_LINES:
                tree.fail(path, 0, f"{count} lines: split it, {FAIL_LINES} is the limit and {WARN_LINES} the aim")
            elif count > WARN_LINES:
                tree.warnings.append(f"{path}: {count} lines, the aim is {WARN_LINES}")


def check_machine_paths(tree):
    for path in tree.files:
        try:
            lines = read(tree.root, path) if path not in tree.lines else tree.lines[path]
        except OSError:
            continue
        for number, line in enumerate(lines, 1):
            if MACHINE_PATHS.search(line):
                tree.fail(path, number, "names a path of one machine")


def main(arguments):
    if len(arguments) > 2:
        print(__doc__, file=sys.stderr)
        return 2
    root = arguments[1] if len(arguments) == 2 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    tree = Tree(os.path.abspath(root))
    for check in (check_layers, check_truth, check_heavy, check_pure_stages, check_habits, check_machine_paths):
        check(tree)
    for line in tree.warnings:
        print(f"warning: {line}")
    for line in tree.violations:
        print(line)
    print(f"{len(tree.sources)} files of tocsin/, {len(tree.violations)} violations, {len(tree.warnings)} warnings")
    return 1 if tree.violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
