#!/usr/bin/env python3
"""The documentation check accepts working links and names broken ones."""
import os
import subprocess
import sys
import tempfile
import unittest

CHECKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "check_docs.py")
CLEAN = {
    "README.md": "See [the guide](docs/guide.md#first-steps) and [the site](https://example.org/x).\n",
    "docs/guide.md": "# Guide\n\n## First steps\n\n```\n[not a link](nowhere.md)\n```\n`[nor](this.md)`\n",
    "mkdocs.yml": "nav:\n  - Guide: guide.md\n",
}


class DocsCheck(unittest.TestCase):
    def check(self, changes):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "docs"))
            for path, text in {**CLEAN, **changes}.items():
                with open(os.path.join(root, path), "w", encoding="utf-8") as handle:
                    handle.write(text)
            run = subprocess.run([sys.executable, CHECKER, root], capture_output=True, text=True, check=False)
            return run.returncode, run.stdout

    def refuses(self, path, text, reason):
        status, output = self.check({path: text})
        self.assertEqual(status, 1, output)
        self.assertIn(reason, output)

    def test_working_links_pass(self):
        status, output = self.check({})
        self.assertEqual(status, 0, output)

    def test_a_link_to_nothing_is_named(self):
        self.refuses("README.md", "[x](docs/none.md)\n", "README.md:1: link to docs/none.md")

    def test_a_link_to_no_heading_is_named(self):
        self.refuses("README.md", "[x](docs/guide.md#last-steps)\n", "no such heading")

    def test_the_navigation_matches_the_folder(self):
        self.refuses("mkdocs.yml", "nav:\n  - guide.md\n  - gone.md\n", "names gone.md")
        self.refuses("docs/new.md", "# New\n", "docs/new.md: not in the navigation")


if __name__ == "__main__":
    unittest.main()
