#include "tocsin/app/report.hpp"

#include <algorithm>

#include "tocsin/app/report_page.hpp"
#include "tocsin/app/report_svg.hpp"
#include "tocsin/app/report_view.hpp"

namespace tocsin::app {

std::string report_html(const formats::Products& products, const RunData& run, const score::RunScore* score) {
  constexpr std::size_t kMostSections = 20;  // each has two dozen drawings; the others stand in the index
  const std::vector<report::EventView> views = report::views_of(products, run);
  const auto plain = std::find_if(views.begin(), views.end(),
                                  [](const report::EventView& view) { return !report::worth_a_section(*view.event); });
  const std::size_t sections = std::min(static_cast<std::size_t>(plain - views.begin()), kMostSections);

  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>" +
      report::escaped(products.run) + " – Tocsin report</title><style>" + std::string(report::style_sheet()) +
      "</style></head>\n<body>\n" + report::page_head(products, run) + "<main>\n" +
      report::lead_sentence(views, products, run) + report::event_index(views, sections);
  for (std::size_t i = 0; i < sections; ++i) html += report::event_section(views[i], products);
  if (sections == 0) html += report::quiet_section(products);
  if (score != nullptr) html += report::truth_section(*score);
  html += report::other_events(views, static_cast<std::size_t>(plain - views.begin()));
  if (sections > 0 || !products.warnings.empty()) html += report::warnings_section(products);
  html += report::story_section(views, sections, products, run);
  return html + report::page_foot(run) + "</main>\n</body></html>\n";
}

}  // namespace tocsin::app
