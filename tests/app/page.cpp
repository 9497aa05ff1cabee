#include "page.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/app/report.hpp"

namespace tocsin::app {

using report::Point;

std::string page_of(const Overflight& o) {
  return report_html(o.products, o.run);
}

std::string faults_of(const std::string& html) {
  const std::set<std::string> no_end{"meta", "!doctype"};
  std::vector<std::string> open;
  std::set<std::string> ids;
  for (std::size_t i = html.find('<'); i != std::string::npos; i = html.find('<', i + 1)) {
    const std::size_t end = html.find('>', i);
    if (end == std::string::npos) return "a tag is not closed";
    const std::string tag = html.substr(i + 1, end - i - 1);
    if (std::count(tag.begin(), tag.end(), '"') % 2 != 0 || tag.find('<') != std::string::npos) return "in <" + tag;
    const std::string name = tag.substr(0, tag.find_first_of(" />", 1));
    if (const std::size_t id = tag.find(" id=\""); id != std::string::npos) {
      const std::size_t from = id + 5;
      if (!ids.insert(tag.substr(from, tag.find('"', from) - from)).second) return "id twice: " + tag;
    }
    if (tag[0] == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return "unexpected <" + tag + ">";
      open.pop_back();
    } else if (tag.back() != '/' && !no_end.contains(name)) {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : "never closed: " + open.back();
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::vector<Point>> rings_of(const std::string& d) {
  std::vector<std::vector<Point>> rings;
  std::size_t i = 0;
  while (i < d.size()) {
    const char command = d[i++];
    if (command == 'Z') continue;
    if (command == 'M') rings.emplace_back();
    EXPECT_TRUE(command == 'M' || command == 'L' || command == ' ') << "unexpected in a path";
    std::size_t used = 0;
    const double x = std::stod(d.substr(i, 20), &used);
    i += used + 1;
    const double y = std::stod(d.substr(i, 20), &used);
    i += used;
    rings.back().push_back({x, y});
  }
  return rings;
}

}  // namespace tocsin::app
