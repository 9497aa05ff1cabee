#include "tocsin/formats/series.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace tocsin::formats {
namespace {

bool is_final(message::WarningState state) {
  return state == message::WarningState::updated || state == message::WarningState::cancelled ||
         state == message::WarningState::expired;
}

}  // namespace

std::vector<TrackSeries> tracks_to_draw(const Products& products) {
  std::map<std::int64_t, std::string> event_of;
  for (const EventProduct& product : products.events) {
    for (const std::int64_t track : product.event.tracks) event_of.emplace(track, product.event.id);
  }
  std::map<std::int64_t, std::vector<const message::Track*>> reports;
  for (const message::Track& track : products.tracks) reports[track.id].push_back(&track);

  std::vector<TrackSeries> out;
  for (auto& [id, list] : reports) {
    const auto event = event_of.find(id);
    const auto any = [&](auto&& has) { return std::any_of(list.begin(), list.end(), has); };
    if (event == event_of.end() && !any([](const auto* t) { return t->state == message::TrackState::confirmed; }))
      continue;
    TrackSeries series{
        .id = id, .event = event == event_of.end() ? std::string() : event->second, .full = true, .reports = {}};
    series.full = any([](const auto* t) { return t->kind == message::TrackKind::full; });
    std::stable_sort(list.begin(), list.end(), [](const auto* a, const auto* b) { return a->time < b->time; });
    for (const message::Track* report : list) {
      if (series.full && report->kind != message::TrackKind::full) continue;
      if (series.reports.empty() || series.reports.back()->time < report->time) series.reports.push_back(report);
    }
    if (series.reports.size() >= 2) out.push_back(std::move(series));
  }
  return out;
}

std::vector<WarningSpan> warning_spans(const Products& products) {
  std::vector<WarningSpan> out;
  std::map<std::pair<std::string, std::int64_t>, std::size_t> place;
  for (const message::Warning& warning : products.warnings) {
    const auto [found, is_new] = place.emplace(std::pair{warning.id, warning.revision}, out.size());
    if (is_new)
      out.push_back({.warning = &warning, .from = warning.proposed_time, .until = products.end, .is_last = true});
    WarningSpan& span = out[found->second];
    span.warning = &warning;
    if (is_final(warning.state)) {
      span.until = warning.time;
      span.is_last = false;
    }
  }
  return out;
}

std::string title_of(const message::Event& event) {
  std::string words(name_of(event.event_class));
  std::replace(words.begin(), words.end(), '_', ' ');
  return event.id + " " + words + ", " + std::string(name_of(event.level));
}

}  // namespace tocsin::formats
