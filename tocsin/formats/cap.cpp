#include "tocsin/formats/cap.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>

#include <pugixml.hpp>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/cap_words.hpp"
#include "tocsin/formats/plain_text.hpp"
#include "tocsin/formats/rings.hpp"

namespace tocsin::formats {
namespace {

using message::Level;
using message::RecordStatus;
using message::Warning;
using message::WarningState;
using message::WarningType;

constexpr const char* kNamespace = "urn:oasis:names:tc:emergency:cap:1.2";
constexpr int kDegreeDecimals = 5;  // a metre
constexpr std::size_t kLineLimit = 160;
constexpr std::size_t kTextLimit = 8000;
constexpr double kImmediateS =
    3600.0;  // CAP 1.2, urgency: Expected is "within the next hour"; less than that is at once

/// CAP 1.2, section 3.3.2: no Z, no fractions. A leap second is written as the second before it: XML Schema has none.
std::string cap_time(Instant t) {
  std::string text = without_leap_second(format_utc_seconds(t));
  text.pop_back();
  return text + "-00:00";
}

bool is_draft(const Warning& w) {
  return !w.released_time;
}
Instant sent_time(const Warning& w) {
  return w.released_time ? *w.released_time : w.proposed_time;
}

const char* status_word(const Warning& w) {
  if (is_draft(w)) return "Draft";
  if (w.status == RecordStatus::actual) return "Actual";
  return w.status == RecordStatus::exercise ? "Exercise" : "Test";
}

const char* type_word(WarningType type) {
  if (type == WarningType::alert) return "Alert";
  return type == WarningType::update ? "Update" : "Cancel";
}

const char* severity_word(const Warning& w) {
  if (w.type == WarningType::cancel) return "Minor";
  if (w.level == Level::confirmed) return "Extreme";
  return w.level == Level::probable ? "Severe" : "Moderate";
}

/// Observed needs two kinds of evidence: that is what confirmed means.
const char* certainty_word(const Warning& w) {
  if (w.type == WarningType::cancel) return "Unlikely";
  if (w.level == Level::confirmed) return "Observed";
  return w.level == Level::probable ? "Likely" : "Possible";
}

const char* urgency_word(const Warning& w) {
  if (w.type == WarningType::cancel) return "Past";
  std::optional<Instant> earliest;
  std::optional<Instant> latest;
  for (const message::WarningArea& area : w.areas) {
    if (area.earliest) earliest = std::min(earliest.value_or(*area.earliest), *area.earliest);
    if (area.latest) latest = std::max(latest.value_or(*area.latest), *area.latest);
  }
  const Instant sent = sent_time(w);
  if (latest && *latest < sent) return "Past";
  if (!earliest) return "Expected";  // it flies, where to is not known yet
  return seconds_between(sent, *earliest) <= kImmediateS ? "Immediate" : "Future";
}

void add(pugi::xml_node& parent, const char* name, const std::string& text) {
  parent.append_child(name).text().set(text.c_str());
}

void add_parameter(pugi::xml_node& info, const std::string& name, const std::string& value) {
  pugi::xml_node parameter = info.append_child("parameter");
  add(parameter, "valueName", "tocsin:" + name);
  add(parameter, "value", plain_text(value, kLineLimit));
}

void add_parameters(pugi::xml_node& info, const Warning& w, const message::Event* event) {
  add_parameter(info, "warning", w.id + " revision " + std::to_string(w.revision));
  add_parameter(info, "event", w.event + " revision " + std::to_string(w.event_revision));
  add_parameter(info, "level", std::string(name_of(w.level)));
  add_parameter(info, "status", std::string(name_of(w.status)));
  add_parameter(info, "simulated", w.simulated ? "true" : "false");
  if (event == nullptr) return;
  std::string kinds;
  for (const message::Phenomenology kind : event->phenomenologies)
    kinds += (kinds.empty() ? "" : ", ") + std::string(name_of(kind));
  add_parameter(info, "phenomenologies", kinds);
  add_parameter(info, "class", std::string(name_of(event->event_class)));
  for (const auto& [name, p] : event->class_probabilities)
    add_parameter(info, "probability:" + plain_text(name, 40), shortest(rounded(p, 4)));
}

std::string polygon_text(const LatLonRing& ring) {
  std::string text;
  for (const auto& p : ring)
    text += (text.empty() ? "" : " ") + fixed(p[0], kDegreeDecimals) + "," + fixed(p[1], kDegreeDecimals);
  return text;
}

/// Room for names in several languages and the time; the standard sets no limit here.
constexpr std::size_t kAreaLimit = 400;

void add_areas(pugi::xml_node& info, const Warning& w, const CapWords& words) {
  for (std::size_t i = 0; i < w.areas.size(); ++i) {
    pugi::xml_node area = info.append_child("area");
    add(area, "areaDesc", plain_text(words.areas[i], kAreaLimit));
    for (const LatLonRing& part : cut_ring(w.areas[i].ring_deg, kDegreeDecimals))
      add(area, "polygon", polygon_text(part));
  }
  if (w.areas.empty()) {
    pugi::xml_node area = info.append_child("area");
    add(area, "areaDesc", words.no_area);
  }
}

void add_info(pugi::xml_node& alert, const Warning& w, const message::Event* event, const CapOptions& options,
              const CapTexts& texts) {
  const CapWords words = cap_words(w, event, texts);
  pugi::xml_node info = alert.append_child("info");
  add(info, "language", words.language);
  add(info, "category", "Security");
  add(info, "category", "Safety");
  add(info, "event", words.event);
  add(info, "responseType", w.type == WarningType::cancel ? "AllClear" : w.areas.empty() ? "Monitor" : "Shelter");
  add(info, "urgency", urgency_word(w));
  add(info, "severity", severity_word(w));
  add(info, "certainty", certainty_word(w));
  const Instant sent = sent_time(w);
  add(info, "effective", cap_time(sent));
  Instant onset = sent;
  if (!w.areas.empty() && w.areas.front().earliest && w.type != WarningType::cancel)
    onset = std::max(sent, *w.areas.front().earliest);
  add(info, "onset", cap_time(onset));
  add(info, "expires", cap_time(w.expires));
  add(info, "senderName", options.sender);
  add(info, "headline", plain_text(words.headline, kLineLimit));
  add(info, "description", plain_text(words.description, kTextLimit));
  add(info, "instruction", words.instruction);
  add_parameters(info, w, event);
  add_areas(info, w, words);
}

/// `sender,identifier,sent` of each release that the revision replaces or cancels.
Result<std::string> references(const Warning& w, const std::vector<Warning>& history, const CapOptions& options) {
  std::string text;
  for (const std::int64_t revision : w.references) {
    const auto found = std::find_if(history.begin(), history.end(), [&](const Warning& h) {
      return h.id == w.id && h.revision == revision && h.released_time.has_value();
    });
    if (found == history.end()) {
      return fail_field("references", w.id + " revision " + std::to_string(revision),
                        "a released revision of the history");
    }
    text += (text.empty() ? "" : " ") + options.sender + "," + cap_identifier(*found, options) + "," +
            cap_time(*found->released_time);
  }
  if (text.empty() && w.type != WarningType::alert) {
    return fail_field("references", "nothing", "an earlier release, for " + std::string(name_of(w.type)));
  }
  return text;
}

Status check(const Warning& w, const CapOptions& options) {
  const std::string& sender = options.sender;
  const bool plain =
      !sender.empty() && std::all_of(sender.begin(), sender.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!plain || sender.find_first_of(",<&") != std::string::npos) {
    return fail_field("sender", sender, "printable characters without space, comma, < or &");
  }
  if (options.languages.empty()) return fail_field("languages", "none", "at least one");
  for (const std::string& language : options.languages) {
    if (cap_texts(language) == nullptr)
      return fail_field("languages", language, "languages that alerts are written in");
  }
  if (cap_time(w.expires) <= cap_time(sent_time(w))) {
    return fail_field("expires", cap_time(w.expires), "after " + cap_time(sent_time(w)));
  }
  return {};
}

std::string file_name(const Warning& w) {
  std::string name;
  for (const char c : w.id)
    name += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
  return name + "-" + std::to_string(w.revision) + ".xml";
}

const message::Event* event_of(const Products& products, const Warning& w) {
  for (const message::Event& event : products.revisions) {
    if (event.id == w.event && event.revision == w.event_revision) return &event;
  }
  for (const EventProduct& product : products.events) {
    if (product.event.id == w.event && product.event.revision == w.event_revision) return &product.event;
  }
  return nullptr;
}

}  // namespace

std::string cap_identifier(const Warning& warning, const CapOptions& options) {
  std::string text;
  for (const char c : options.run.substr(0, 60) + "-" + warning.id) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    text += plain ? c : '-';
  }
  text += "-" + std::to_string(warning.revision) + "-";
  for (const char c : format_utc_seconds(warning.proposed_time)) {
    if (c != '-' && c != ':') text += c;
  }
  return text + (is_draft(warning) ? "-draft" : "");
}

Result<std::string> cap_xml(const Warning& warning, const std::vector<Warning>& history, const message::Event* event,
                            const CapOptions& options) {
  if (Status s = check(warning, options); !s) return fail(std::move(s).error().in(warning.id));
  Result<std::string> refers = references(warning, history, options);
  if (!refers) return fail(std::move(refers).error().in(warning.id));

  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node alert = document.append_child("alert");
  alert.append_attribute("xmlns") = kNamespace;
  add(alert, "identifier", cap_identifier(warning, options));
  add(alert, "sender", options.sender);
  add(alert, "sent", cap_time(sent_time(warning)));
  add(alert, "status", status_word(warning));
  add(alert, "msgType", type_word(warning.type));
  add(alert, "source", "Tocsin");
  const bool is_public = !is_draft(warning) && warning.status == RecordStatus::actual;
  add(alert, "scope", is_public ? "Public" : "Restricted");
  if (!is_public)
    add(alert, "restriction",
        is_draft(warning) ? "Duty officers of the centre" : "Participants of the exercise or test");
  if (warning.status != RecordStatus::actual) {
    add(alert, "note",
        std::string("Made from records of status ") + std::string(name_of(warning.status)) +
            (warning.simulated ? ", simulated." : "."));
  }
  if (!refers->empty()) add(alert, "references", *refers);
  add(alert, "incidents", plain_text(warning.event, kLineLimit));
  for (const std::string& language : options.languages) add_info(alert, warning, event, options, *cap_texts(language));

  std::ostringstream out;
  document.save(out, "  ", pugi::format_default | pugi::format_save_file_text, pugi::encoding_utf8);
  return out.str();
}

Result<std::vector<CapFile>> cap_files(const Products& products) {
  const CapOptions options{.sender = products.centre, .run = products.run, .languages = products.languages};
  std::vector<CapFile> files;
  for (const Warning& w : products.warnings) {
    if (w.state != WarningState::proposed && w.state != WarningState::released) continue;
    TOCSIN_TRY(std::string xml, cap_xml(w, products.warnings, event_of(products, w), options));
    files.push_back({(w.state == WarningState::proposed ? "cap/drafts/" : "cap/") + file_name(w), std::move(xml)});
  }
  return files;
}

}  // namespace tocsin::formats
