#!/usr/bin/env python3
"""Checks the documentation: relative links and anchors lead somewhere, and the navigation of mkdocs.yml matches docs/.

Usage: tools/check_docs.py [ROOT]
"""
import os
import re
import sys

LINK = re.compile(r"(?<!\\)\[[^\]\n]*\]\(([^()\s]+(?:\([^()\s]*\))?)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~)")
NAV_PAGE = re.compile(r"^\s*-\s+(?:[^:#]+:\s+)?([\w./-]+\.md)\s*$")


def markdown_files(root):
    for folder, names, leaves in os.walk(root):
        names[:] = sorted(n for n in names if not n.startswith(".") and n not in {"build", "runs", "node_modules"})
        yield from (os.path.relpath(os.path.join(folder, leaf), root) for leaf in sorted(leaves) if leaf.endswith(".md"))


def prose(root, path):
    """Numbered lines outside code."""
    fenced = False
    with open(os.path.join(root, path), encoding="utf-8") as handle:
        for number, line in enumerate(handle, 1):
            if FENCE.match(line.lstrip()):
                fenced = not fenced
            elif not fenced:
                yield number, re.sub(r"`[^`]*`", "", line), line


def anchors(root, path):
    found = set()
    for _, _, line in prose(root, path):
        match = re.match(r"#+\s+(.*)", line)
        if match:
            words = re.sub(r"[^\w\- ]", "", match.group(1).replace("`", "").lower()).strip()
            found.add(re.sub(r"\s+", "-", words))
    return found


def main(arguments):
    root = os.path.abspath(arguments[1] if len(arguments) > 1 else os.path.join(os.path.dirname(__file__), ".."))
    problems, pages = [], list(markdown_files(root))
    for path in pages:
        for number, line, _ in prose(root, path):
            for target in LINK.findall(line):
                if re.match(r"[a-z]+:", target):
                    continue
                name, _, anchor = target.partition("#")
                file = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
                if not os.path.exists(os.path.join(root, file)):
                    problems.append(f"{path}:{number}: link to {target}, which does not exist")
                elif anchor and file.endswith(".md") and anchor not in anchors(root, file):
                    problems.append(f"{path}:{number}: link to {target}, which has no such heading")
    config = os.path.join(root, "mkdocs.yml")
    if os.path.exists(config):
        with open(config, encoding="utf-8") as handle:
            nav = {match.group(1) for match in map(NAV_PAGE.match, handle) if match}
        in_docs = {path[len("docs/"):] for path in pages if path.startswith("docs/")}
        problems += [f"mkdocs.yml: names {page}, which is not in docs/" for page in sorted(nav - in_docs)]
        problems += [f"docs/{page}: not in the navigation of mkdocs.yml" for page in sorted(in_docs - nav)]
    for line in problems:
        print(line)
    print(f"{len(pages)} pages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
