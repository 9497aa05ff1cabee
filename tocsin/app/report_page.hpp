#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/app/report_view.hpp"

namespace tocsin::score {
struct RunScore;
}

namespace tocsin::app::report {

// Parts of the page, each a piece of HTML whose texts are escaped.

/// Style sheet of the page: screen, phone and paper; colours that people with any colour vision tell apart
/// (Okabe & Ito 2008), each also told by shape or word.
[[nodiscard]] std::string_view style_sheet();

/// Banner, title, what the run was.
[[nodiscard]] std::string page_head(const formats::Products& products, const RunData& run);
/// The run in one or two sentences.
[[nodiscard]] std::string lead_sentence(const std::vector<EventView>& views, const formats::Products& products,
                                        const RunData& run);
/// Every event worth a section in one table, with links to the first `sections`; nothing for less than two.
[[nodiscard]] std::string event_index(const std::vector<EventView>& views, std::size_t sections);
/// One event with its drawings.
[[nodiscard]] std::string event_section(const EventView& view, const formats::Products& products);
/// Facts of an event, the odds of its class, the reasons for its level, and its sensors.
[[nodiscard]] std::string fact_list(const EventView& view);
[[nodiscard]] std::string class_odds(const message::Event& event);
[[nodiscard]] std::string reasons(const message::Event& event);
[[nodiscard]] std::string sensor_table(const EventView& view);
[[nodiscard]] std::string impact_history_table(const EventView& view);
/// Strength of each sensor's signals: what the charts of signal and brightness show.
[[nodiscard]] std::string signal_table(const EventView& view);
/// Events that have no section of their own.
[[nodiscard]] std::string other_events(const std::vector<EventView>& views, std::size_t sections);
[[nodiscard]] std::string warnings_section(const formats::Products& products);
/// Decisions in words: what was seen, inferred, proposed and decided.
[[nodiscard]] std::string story_section(const std::vector<EventView>& views, std::size_t sections,
                                        const formats::Products& products, const RunData& run);
/// Errors of a simulated run beside what was stated.
[[nodiscard]] std::string truth_section(const score::RunScore& score);
/// Watch of a run without an event worth a section: its sensors on a map.
[[nodiscard]] std::string quiet_section(const formats::Products& products);
[[nodiscard]] std::string page_foot(const RunData& run);

/// `<span class="badge lv-confirmed">confirmed</span>`
[[nodiscard]] std::string level_badge(message::Level level);
/// A figure with its caption; `narrow`, when given, takes the place of `wide` on a phone. Nothing without a drawing.
[[nodiscard]] std::string figure(std::string_view css, std::string_view title, std::string_view caption,
                                 const std::string& wide, const std::string& narrow = {});

}  // namespace tocsin::app::report
