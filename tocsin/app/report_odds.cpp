#include <algorithm>
#include <map>
#include <utility>

#include "tocsin/app/report_charts.hpp"
#include "tocsin/app/report_text.hpp"

namespace tocsin::app::report {
namespace {

constexpr std::size_t kMostClasses = 5;  // with bands of their own; the rest is one band
constexpr double kLeastShare = 0.02;     // a class that never had more is part of the rest

/// What was believed from one moment on, by band: shares that add up to one.
struct Opinion {
  double after_s = 0.0;
  std::vector<double> shares;
};

std::vector<std::string> bands_of(const EventView& view) {
  std::map<std::string, double> largest;
  for (const message::Event* revision : view.revisions) {
    for (const auto& [name, share] : revision->class_probabilities) largest[name] = std::max(largest[name], share);
  }
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [name, share] : largest) {
    if (share >= kLeastShare) order.emplace_back(-share, name);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(order.size(), kMostClasses); ++i) names.push_back(order[i].second);
  return names;
}

std::vector<Opinion> opinions_of(const EventView& view, const std::vector<std::string>& names) {
  std::vector<Opinion> opinions;
  for (const message::Event* revision : view.revisions) {
    double sum = 0.0;
    for (const auto& [name, share] : revision->class_probabilities) sum += share;
    if (!(sum > 0.0)) continue;
    Opinion opinion{view.after_s(revision->time), {}};
    double rest = 1.0;
    for (const std::string& name : names) {
      const auto found = revision->class_probabilities.find(name);
      opinion.shares.push_back(found == revision->class_probabilities.end() ? 0.0 : found->second / sum);
      rest -= opinion.shares.back();
    }
    opinion.shares.push_back(std::clamp(rest, 0.0, 1.0));
    if (!opinions.empty() && opinions.back().shares == opinion.shares) continue;
    opinions.push_back(std::move(opinion));
  }
  return opinions;
}

std::string words_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// Outline of one band between two sums of shares, in steps: an opinion holds until the next.
std::vector<Point> band(const std::vector<Opinion>& opinions, std::size_t index, double end_s, const Axis& x,
                        const Axis& y) {
  std::vector<Point> upper;
  std::vector<Point> lower;
  for (std::size_t i = 0; i < opinions.size(); ++i) {
    double below = 0.0;
    for (std::size_t k = 0; k < index; ++k) below += opinions[i].shares[k];
    const double above = below + opinions[i].shares[index];
    const double until = i + 1 < opinions.size() ? opinions[i + 1].after_s : end_s;
    for (const double t : {opinions[i].after_s, until}) {
      upper.push_back({x.at(t), y.at(above)});
      lower.push_back({x.at(t), y.at(below)});
    }
  }
  upper.insert(upper.end(), lower.rbegin(), lower.rend());
  return upper;
}

}  // namespace

std::string odds_chart(const EventView& view, const Form& form) {
  const std::vector<std::string> names = bands_of(view);
  std::vector<Opinion> opinions = opinions_of(view, names);
  // Without new evidence nothing much changes: the chart ends a little after the newest.
  const double known_s = view.after_s(view.last_evidence);
  std::erase_if(opinions, [&](const Opinion& o) { return o.after_s > known_s + 30.0; });
  if (opinions.size() < 2) return {};
  const double end_s = std::max(known_s + 10.0, opinions.back().after_s + 1.0);
  Svg svg("odds-" + view.anchor + form.suffix, form.width, form.height, "Odds of the classes against time",
          "Shares of probability of each class of " + view.event->id + ", stacked to 100 percent.");
  std::vector<std::pair<std::string, std::string>> key;
  for (std::size_t i = 0; i < names.size(); ++i) key.emplace_back(words_of(names[i]), "odds-key o" + std::to_string(i));
  const bool rest =
      std::any_of(opinions.begin(), opinions.end(), [](const Opinion& o) { return o.shares.back() > 1e-3; });
  if (rest) key.emplace_back("other classes", "odds-key o-rest");
  const double top = draw_key(svg, key, 0.0, form.width) + 34.0;  // with room for the names of two moments
  const Box plot{46.0, top, form.width - 46.0 - 16.0, form.height - top - 26.0};
  const Axis x{opinions.front().after_s, end_s, plot.x, plot.right(), false};
  const Axis y{0.0, 1.0, plot.bottom(), plot.y, false};
  for (std::size_t i = 0; i <= names.size(); ++i) {
    if (i == names.size() && !rest) continue;
    const std::string css = i < names.size() ? "o" + std::to_string(i) : "o-rest";
    svg.polygon(band(opinions, i, end_s, x, y), "band " + css, i < names.size() ? words_of(names[i]) : "other classes");
  }
  for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    svg.line({plot.x, y.at(share)}, {plot.right(), y.at(share)}, "grid");
    svg.text({plot.x - 7.0, y.at(share) + 4.0}, grouped(100.0 * share) + " %", "label tick", Anchor::end);
  }
  draw_time_axis(svg, x, plot.y, plot.bottom(), static_cast<int>(plot.width / 62.0));
  draw_moments(svg, view, x, plot, true);
  return svg.finish();
}

}  // namespace tocsin::app::report
