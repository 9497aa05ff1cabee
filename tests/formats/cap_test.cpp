#include "tocsin/formats/cap.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "tocsin/base/text.hpp"
#include "tocsin/formats/cap_texts.hpp"

#include "tests/formats/sample.hpp"
#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

using message::Level;
using message::RecordStatus;
using message::Warning;
using message::WarningState;
using message::WarningType;

constexpr const char* kSchema = "../shared/schemas/CAP-v1.2.xsd";

/// The parsed alert; fails the test when it is no XML.
pugi::xml_document parsed(const std::string& xml) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_buffer(xml.data(), xml.size());
  EXPECT_TRUE(result) << result.description() << "\n" << xml;
  return document;
}

pugi::xml_document parsed(const Result<std::string>& xml) {
  EXPECT_TRUE(xml.has_value()) << (xml ? "" : xml.error().to_string());
  return parsed(xml.value_or(""));
}

std::string text(const pugi::xml_document& document, const char* path) {
  return document.select_node(path).node().text().get();
}

Instant time_of(const std::string& cap) {
  return parse_utc(cap.substr(0, 19) + "Z").value();
}

/// The order of elements that the schema asks for, as "name" lists.
void expect_in_order(const pugi::xml_node& node, const std::vector<std::string>& order) {
  std::size_t at = 0;
  for (const pugi::xml_node& child : node.children()) {
    const auto found = std::find(order.begin() + static_cast<std::ptrdiff_t>(at), order.end(), child.name());
    ASSERT_NE(found, order.end()) << child.name() << " is unknown or out of order";
    at = static_cast<std::size_t>(found - order.begin());
  }
}

/// What the schema and the text of CAP 1.2 demand of every message, checked without tools.
void expect_well_formed_cap(const std::string& xml) {
  const pugi::xml_document document = parsed(xml);
  const pugi::xml_node alert = document.child("alert");
  EXPECT_STREQ(alert.attribute("xmlns").value(), "urn:oasis:names:tc:emergency:cap:1.2");
  expect_in_order(alert, {"identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction",
                          "addresses", "code", "note", "references", "incidents", "info"});
  const pugi::xml_node info = alert.child("info");
  expect_in_order(info,
                  {"language",    "category",    "event",     "responseType", "urgency",   "severity",   "certainty",
                   "audience",    "eventCode",   "effective", "onset",        "expires",   "senderName", "headline",
                   "description", "instruction", "web",       "contact",      "parameter", "resource",   "area"});
  const std::regex time(R"(\d\d\d\d-\d\d-\d\dT\d\d:\d\d:[0-5]\d-00:00)");
  for (const char* path : {"//sent", "//effective", "//onset", "//expires"}) {
    EXPECT_TRUE(std::regex_match(text(document, path), time)) << path << " " << text(document, path);
  }
  const Instant sent = time_of(text(document, "//sent"));
  EXPECT_GT(time_of(text(document, "//expires")), sent);
  EXPECT_GE(time_of(text(document, "//effective")), sent);
  EXPECT_GE(time_of(text(document, "//onset")), sent);
  for (const char* path : {"//identifier", "//sender"}) {
    EXPECT_FALSE(text(document, path).empty());
    EXPECT_EQ(text(document, path).find_first_of(" ,<&"), std::string::npos) << text(document, path);
  }
  const std::string restriction = text(document, "//restriction");
  EXPECT_EQ(text(document, "//scope") == "Restricted", !restriction.empty());
  EXPECT_EQ(text(document, "//msgType") != "Alert", !text(document, "//references").empty());
  ASSERT_FALSE(info.child("area").empty());
  for (const pugi::xpath_node& found : document.select_nodes("//polygon")) {
    std::istringstream pairs(found.node().text().get());
    std::vector<std::string> points;
    for (std::string pair; pairs >> pair;) {
      const std::size_t comma = pair.find(',');
      ASSERT_NE(comma, std::string::npos) << pair;
      const auto lat = to_double(std::string_view(pair).substr(0, comma));
      const auto lon = to_double(std::string_view(pair).substr(comma + 1));
      ASSERT_TRUE(lat && lon) << pair;
      EXPECT_LE(std::abs(*lat), 90.0);
      EXPECT_LE(std::abs(*lon), 180.0);
      points.push_back(pair);
    }
    ASSERT_GE(points.size(), 4U);
    EXPECT_EQ(points.front(), points.back());
  }
}

std::vector<Warning> kinds_of_warning() {
  std::vector<Warning> out = sample().warnings;
  Warning bare = warning_of(1, WarningType::alert, WarningState::proposed, 130.0, {});
  bare.areas.clear();
  bare.level = Level::probable;
  bare.status = RecordStatus::actual;
  bare.simulated = false;
  out.push_back(bare);
  Warning hostile = warning_of(1, WarningType::alert, WarningState::released, 130.0, 140.0);
  hostile.headline = "]]><script>&amp;";
  hostile.headline += '\0';
  hostile.headline += "\x01\xFF\xED\xA0\x80\xE2\x80\xAE" + std::string(5000, 'x');
  hostile.description = std::string(100000, '<');
  hostile.explanation = {"\x1B[31m", "\xF0\x9F\x9A\x80", "a\r\nb"};
  hostile.event = "E<&>\"'\x02";
  hostile.areas[0].name = std::string(1000, '&');
  hostile.status = RecordStatus::test;
  out.push_back(hostile);
  Warning pole = warning_of(1, WarningType::alert, WarningState::released, 130.0, 140.0);
  pole.areas[0].ring_deg.clear();
  for (int i = 0; i <= 36; ++i) pole.areas[0].ring_deg.push_back({88.0, i * 10.0 - (i > 18 ? 360.0 : 0.0)});
  pole.areas[0].ring_deg.back() = pole.areas[0].ring_deg.front();
  pole.status = RecordStatus::actual;
  pole.level = Level::possible;
  out.push_back(pole);
  return out;
}

std::vector<std::string> kinds_of_xml() {
  const Products products = sample();
  std::vector<std::string> out;
  for (const Warning& w : kinds_of_warning()) {
    const Result<std::string> xml =
        cap_xml(w, products.warnings, &products.revisions[0], {.sender = products.centre, .run = products.run});
    EXPECT_TRUE(xml.has_value()) << (xml ? "" : xml.error().to_string());
    if (xml) out.push_back(*xml);
  }
  return out;
}

TEST(Cap, EveryKindOfMessageHasTheStructureOfCap12) {
  for (const std::string& xml : kinds_of_xml()) expect_well_formed_cap(xml);
}

TEST(Cap, EveryKindOfMessageIsValidAgainstTheSchema) {
  if (!std::filesystem::exists(kSchema)) GTEST_SKIP() << kSchema << " is not here";
  if (!has_tool("xmllint")) GTEST_SKIP() << "xmllint is not installed (libxml2-utils)";
  int number = 0;
  for (const std::string& xml : kinds_of_xml()) {
    const std::string path = test_file(std::to_string(++number) + ".xml", xml);
    const ToolRun run = run_tool("xmllint --noout --nonet --schema " + std::string(kSchema) + " " + path);
    EXPECT_EQ(run.status, 0) << run.output << xml;
  }
  // the oracle must be able to say no
  std::string broken = kinds_of_xml().front();
  broken.replace(broken.find("-00:00"), 6, "Z");
  EXPECT_NE(run_tool("xmllint --noout --nonet --schema " + std::string(kSchema) + " " + test_file("broken.xml", broken))
                .status,
            0);
}

TEST(Cap, StatusIsDraftUntilReleaseAndThenThatOfTheRecords) {
  const auto status = [](RecordStatus s, bool released) {
    Warning w = warning_of(1, WarningType::alert, released ? WarningState::released : WarningState::proposed, 130.0,
                           released ? std::optional(150.0) : std::nullopt);
    w.status = s;
    return text(parsed(cap_xml(w, {}, nullptr)), "//status");
  };
  for (const RecordStatus s : {RecordStatus::actual, RecordStatus::exercise, RecordStatus::test})
    EXPECT_EQ(status(s, false), "Draft");
  EXPECT_EQ(status(RecordStatus::actual, true), "Actual");
  EXPECT_EQ(status(RecordStatus::exercise, true), "Exercise");
  EXPECT_EQ(status(RecordStatus::test, true), "Test");
}

TEST(Cap, OnlyReleasedActualMessagesArePublicAndTellPeopleToAct) {
  for (const RecordStatus s : {RecordStatus::actual, RecordStatus::exercise, RecordStatus::test}) {
    for (const bool released : {false, true}) {
      Warning w = warning_of(1, WarningType::alert, released ? WarningState::released : WarningState::proposed, 130.0,
                             released ? std::optional(150.0) : std::nullopt);
      w.status = s;
      const pugi::xml_document document = parsed(cap_xml(w, {}, nullptr));
      const bool acts = released && s == RecordStatus::actual;
      EXPECT_EQ(text(document, "//scope") == "Public", acts);
      EXPECT_EQ(text(document, "//instruction").find("go into a solid building") != std::string::npos, acts);
    }
  }
}

TEST(Cap, ObservedNeedsConfirmed) {
  const auto words = [](Level level) {
    Warning w = warning_of(1, WarningType::alert, WarningState::proposed, 130.0, {});
    w.level = level;
    const pugi::xml_document document = parsed(cap_xml(w, {}, nullptr));
    return text(document, "//certainty") + " " + text(document, "//severity") + " " + text(document, "//urgency");
  };
  EXPECT_EQ(words(Level::possible), "Possible Moderate Immediate");
  EXPECT_EQ(words(Level::probable), "Likely Severe Immediate");
  EXPECT_EQ(words(Level::confirmed), "Observed Extreme Immediate");
}

TEST(Cap, AChainRefersToWhatWasSent) {
  const Products products = sample();
  const Result<std::vector<CapFile>> files = cap_files(products);
  ASSERT_TRUE(files.has_value()) << files.error().to_string();
  std::map<std::string, std::string> by_path;
  for (const CapFile& file : *files) by_path[file.path] = file.xml;
  ASSERT_EQ(by_path.size(), 5U);
  for (const char* path :
       {"cap/drafts/W0001-1.xml", "cap/drafts/W0001-2.xml", "cap/W0001-1.xml", "cap/W0001-2.xml", "cap/W0001-3.xml"}) {
    ASSERT_TRUE(by_path.contains(path)) << path;
  }
  const auto name = [&](const char* path) {
    const pugi::xml_document d = parsed(by_path[path]);
    return text(d, "//sender") + "," + text(d, "//identifier") + "," + text(d, "//sent");
  };
  EXPECT_EQ(text(parsed(by_path["cap/W0001-2.xml"]), "//references"), name("cap/W0001-1.xml"));
  EXPECT_EQ(text(parsed(by_path["cap/W0001-3.xml"]), "//references"),
            name("cap/W0001-1.xml") + " " + name("cap/W0001-2.xml"));
  EXPECT_EQ(text(parsed(by_path["cap/W0001-3.xml"]), "//msgType"), "Cancel");
  EXPECT_EQ(text(parsed(by_path["cap/W0001-1.xml"]), "//sent"), "2022-10-03T22:24:50-00:00");  // the fraction is cut
  std::set<std::string> identifiers;
  for (const CapFile& file : *files) identifiers.insert(text(parsed(file.xml), "//identifier"));
  EXPECT_EQ(identifiers.size(), files->size());
}

TEST(Cap, NumbersAreThoseOfTheRevisionTheWarningWasMadeFrom) {
  Products products = sample();
  products.warnings.resize(1);
  EXPECT_NE(cap_files(products)->at(0).xml.find("<value>0.96</value>"), std::string::npos);
  products.warnings[0].event_revision = 3;  // not among the revisions: no numbers rather than others
  EXPECT_EQ(cap_files(products)->at(0).xml.find("probability:"), std::string::npos);
}

TEST(Cap, AnAreaAcrossTheAntimeridianHasTwoPolygonsAndAnUnknownOneNone) {
  const Warning w = warning_of(1, WarningType::alert, WarningState::proposed, 130.0, {});
  EXPECT_EQ(parsed(cap_xml(w, {}, nullptr)).select_nodes("//polygon").size(), 2U);
  Warning unknown = w;
  unknown.areas.clear();
  const pugi::xml_document document = parsed(cap_xml(unknown, {}, nullptr));
  EXPECT_EQ(document.select_nodes("//polygon").size(), 0U);
  EXPECT_EQ(text(document, "//areaDesc"), "Not known yet");
  EXPECT_EQ(text(document, "//responseType"), "Monitor");
}

/// A warning with areas and sea under its region.
Warning exposed(WarningType type, std::int64_t revision, std::optional<double> released_s) {
  Warning w =
      warning_of(revision, type, released_s ? WarningState::released : WarningState::proposed, 130.0, released_s);
  message::Exposure exposure{.elsewhere = 0.25};
  exposure.areas = {
      {.id = "JP-02", .name = "Aomori", .country = "Japan", .names = {{"ja", "青森県"}}, .probability = 0.5},
      {.id = "RU-PRI", .name = "Primorsky", .country = "Russia", .probability = 0.15},
      {.id = "JP-05", .name = "Akita", .country = "Japan", .names = {{"ja", "秋田県"}}, .probability = 0.1}};
  w.areas[0].exposure = exposure;
  return w;
}

TEST(Cap, AnAreaIsDescribedByTheNamesOfWhatLiesUnderIt) {
  const Warning w = exposed(WarningType::alert, 1, 150.0);
  const std::string description = text(parsed(cap_xml(w, {}, nullptr)), "//areaDesc");
  EXPECT_TRUE(description.starts_with("Aomori, Akita (Japan), Primorsky (Russia), sea: " + w.areas[0].name))
      << description;
  EXPECT_NE(description.find("Z to 2022-10-03T"), std::string::npos) << description;
}

TEST(Cap, HasOneInfoForEachLanguageInTheOrderOfTheCentre) {
  const Products products = sample();
  const CapOptions options{.sender = "tocsin.example", .run = "r", .languages = {"ja", "en", "de"}};
  const pugi::xml_document document =
      parsed(cap_xml(exposed(WarningType::alert, 1, 150.0), {}, &products.revisions[0], options));
  const pugi::xpath_node_set infos = document.select_nodes("//info");
  ASSERT_EQ(infos.size(), 3U);
  const auto child = [&](std::size_t i, const char* name) {
    return std::string(infos[i].node().child(name).text().get());
  };
  EXPECT_EQ(child(0, "language"), "ja-JP");
  EXPECT_EQ(child(1, "language"), "en-US");
  EXPECT_EQ(child(2, "language"), "de-DE");
  EXPECT_NE(child(0, "headline").find("青森県、秋田県 (Japan)、Primorsky (Russia)、海上"), std::string::npos)
      << child(0, "headline");
  EXPECT_TRUE(child(2, "description").starts_with("ÜBUNG: Ein Raketenflug wurde erkannt.")) << child(2, "description");
  EXPECT_NE(child(2, "description").find("Start um 2022-10-03"), std::string::npos) << child(2, "description");
  for (const char* same : {"urgency", "severity", "certainty", "onset", "expires"}) {
    EXPECT_EQ(child(0, same), child(1, same));
    EXPECT_EQ(child(2, same), child(1, same));
  }
  for (const pugi::xpath_node& info : infos) EXPECT_EQ(info.node().select_nodes("area/polygon").size(), 2U);
}

TEST(Cap, SpeaksEveryLanguageOfEveryKindOfMessage) {
  const CapOptions options{.sender = "tocsin.example", .run = "r", .languages = cap_languages()};
  ASSERT_GE(options.languages.size(), 6U);
  const Products products = sample();
  std::vector<Warning> kinds = kinds_of_warning();
  kinds.push_back(exposed(WarningType::alert, 1, {}));
  kinds.push_back(exposed(WarningType::cancel, 3, 400.0));
  const bool oracle = std::filesystem::exists(kSchema) && has_tool("xmllint");
  int number = 0;
  for (const Warning& w : kinds) {
    const Result<std::string> xml = cap_xml(w, products.warnings, &products.revisions[0], options);
    ASSERT_TRUE(xml.has_value()) << xml.error().to_string();
    expect_well_formed_cap(*xml);
    EXPECT_EQ(xml->find('{'), std::string::npos) << *xml;  // nothing is left open
    if (!oracle) continue;
    const std::string path = test_file("all-" + std::to_string(++number) + ".xml", *xml);
    const ToolRun run = run_tool("xmllint --noout --nonet --schema " + std::string(kSchema) + " " + path);
    EXPECT_EQ(run.status, 0) << run.output << *xml;
  }
  if (!oracle) std::printf("not checked by xmllint: it or %s is absent\n", kSchema);
}

TEST(Cap, ACancellationTellsNobodyOfATime) {
  Warning w = exposed(WarningType::cancel, 3, 400.0);
  w.areas[0].earliest = w.areas[0].latest = std::nullopt;
  const pugi::xml_document document =
      parsed(cap_xml(w, sample().warnings, nullptr, {.sender = "a", .run = "r", .languages = {"de"}}));
  EXPECT_EQ(text(document, "//areaDesc"), "Aomori, Akita (Japan), Primorsky (Russia), Meer");
  EXPECT_NE(text(document, "//headline").find("aufgehoben"), std::string::npos);
}

TEST(Cap, ALanguageWithoutTextsIsRefusedByName) {
  const Warning w = warning_of(1, WarningType::alert, WarningState::proposed, 130.0, {});
  const Result<std::string> xml = cap_xml(w, {}, nullptr, {.sender = "a", .run = "r", .languages = {"en", "tlh"}});
  ASSERT_FALSE(xml.has_value());
  EXPECT_EQ(xml.error().field, "languages");
  EXPECT_EQ(xml.error().value, "tlh");
}

TEST(Cap, ALeapSecondIsWrittenAsTheSecondBeforeIt) {
  Warning w = warning_of(1, WarningType::alert, WarningState::proposed, 0.0, {});
  w.proposed_time = parse_utc("2016-12-31T23:59:60.5Z").value();
  w.expires = w.proposed_time + seconds(60.0);
  EXPECT_EQ(text(parsed(cap_xml(w, {}, nullptr)), "//sent"), "2016-12-31T23:59:59-00:00");
}

TEST(Cap, RefusesWhatCannotBeAMessage) {
  const Warning alert = warning_of(1, WarningType::alert, WarningState::proposed, 130.0, {});
  for (const std::string sender : {"", "a b", "a,b", "a<b", "a&b", "\xC3\xA4"}) {
    const Result<std::string> xml = cap_xml(alert, {}, nullptr, {.sender = sender});
    ASSERT_FALSE(xml.has_value()) << sender;
    EXPECT_EQ(xml.error().field, "sender");
  }
  Warning over = alert;
  over.expires = over.proposed_time;
  ASSERT_FALSE(cap_xml(over, {}, nullptr).has_value());
  EXPECT_EQ(cap_xml(over, {}, nullptr).error().field, "expires");
  const Warning update = warning_of(2, WarningType::update, WarningState::proposed, 200.0, {});
  ASSERT_FALSE(cap_xml(update, {}, nullptr).has_value());  // nothing was released
  EXPECT_EQ(cap_xml(update, {}, nullptr).error().field, "references");
  EXPECT_FALSE(cap_xml(update, {alert}, nullptr).has_value());  // only proposed
  Warning cancel = warning_of(2, WarningType::cancel, WarningState::released, 200.0, 200.0);
  cancel.references.clear();
  EXPECT_FALSE(cap_xml(cancel, {}, nullptr).has_value());
}

TEST(Cap, IdentifiersAreStableAndPlain) {
  const Warning w = warning_of(2, WarningType::update, WarningState::proposed, 200.0, {});
  EXPECT_EQ(cap_identifier(w, {.sender = "s", .run = "my run, <1>"}), "my-run---1--W0001-2-20221003T222520Z-draft");
  Warning released = w;
  released.released_time = at_second(210.0);
  EXPECT_EQ(cap_identifier(released, {.sender = "s", .run = "r"}), "r-W0001-2-20221003T222520Z");
}

TEST(Cap, NoPersonIsNamedInAMessage) {
  for (const std::string& xml : kinds_of_xml()) EXPECT_EQ(xml.find("bob"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::formats
