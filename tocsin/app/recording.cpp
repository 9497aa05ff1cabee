#include "tocsin/app/recording.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <tuple>
#include <utility>

#include "tocsin/app/run_folder.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/formats/jsonl.hpp"
#include "tocsin/journal/journal.hpp"

namespace tocsin::app {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kSecond_ns = 1'000'000'000;
constexpr std::size_t kMaxRefusedKept = 1000;
constexpr std::uint64_t kTdmLimitBytes = std::uint64_t{64} << 20U;

bool is_tick(const message::Record& record) {
  return std::holds_alternative<message::Tick>(record.payload);
}

/// What a centre receives from outside; the rest is given anew or was made by the centre's own parts.
bool is_input(const message::Record& record) {
  return !std::holds_alternative<message::Configuration>(record.payload) &&
         !std::holds_alternative<message::Epoch>(record.payload) &&
         !std::holds_alternative<message::Tasking>(record.payload) &&
         !std::holds_alternative<message::Dispatch>(record.payload);
}

void keep_refused(Recording& recording, Error error) {
  ++recording.refused_count;
  if (recording.refused.size() < kMaxRefusedKept) recording.refused.push_back(std::move(error));
}

Status read_journal(const std::string& path, Recording& recording) {
  TOCSIN_TRY(const std::unique_ptr<journal::Journal> journal, journal::open_sqlite(path, journal::OpenMode::read));
  return journal->read(1, [&](const journal::Entry& entry) {
    Result<message::Record> record = journal::record_of(entry, path);
    if (!record) {
      keep_refused(recording, record.error());
    } else if (is_input(*record)) {
      recording.records.push_back(std::move(*record));
    }
    return true;
  });
}

Status read_lines(const std::string& path, Recording& recording) {
  TOCSIN_TRY(formats::RecordReader reader, formats::RecordReader::open(path));
  while (std::optional<message::Record> record = reader.next()) {
    if (is_input(*record)) recording.records.push_back(std::move(*record));
  }
  for (const Error& error : reader.refused()) keep_refused(recording, error);
  recording.refused_count += reader.refused_count() - reader.refused().size();
  return {};
}

bool is_tdm(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(4096, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return formats::ndm_form(head).kind == formats::NdmKind::tdm;
}

Status read_tdm(const std::string& path, const TdmReading* how, std::map<std::string, std::int64_t>& last_sequence,
                Recording& recording) {
  if (how == nullptr) return fail(Error{.value = "a TDM", .expected = "recorded inputs of a run"});
  TOCSIN_TRY(const std::string text, read_file(path, kTdmLimitBytes));
  TOCSIN_TRY(const formats::NdmReading<formats::Tdm> read, formats::read_tdm(text, path));
  for (const Error& error : read.refused) keep_refused(recording, error);
  recording.refused_count += read.refused_count - read.refused.size();
  TOCSIN_TRY(TdmRecords records, records_of(read, path, *how, last_sequence));
  for (Error& error : records.refused) keep_refused(recording, std::move(error));
  recording.refused_count += records.refused_count - records.refused.size();
  std::move(records.records.begin(), records.records.end(), std::back_inserter(recording.records));
  return {};
}

/// A tick closes its second, so it comes last among the records of one moment.
bool in_order(const message::Record& a, const message::Record& b) {
  const bool a_tick = is_tick(a);
  const bool b_tick = is_tick(b);
  return std::tie(a.header.received, a_tick, a.header.source, a.header.sequence) <
         std::tie(b.header.received, b_tick, b.header.source, b.header.sequence);
}

std::int64_t second_not_before(Instant t) {
  const std::int64_t ns = t.tai_ns();
  return (ns >= 0 ? (ns + kSecond_ns - 1) / kSecond_ns : ns / kSecond_ns);
}

void add_ticks(std::vector<message::Record>& records) {
  const message::Header& first = records.front().header;
  const std::int64_t from = second_not_before(first.received);
  const std::int64_t to = second_not_before(records.back().header.received);
  std::vector<message::Record> merged;
  merged.reserve(records.size() + static_cast<std::size_t>(to - from + 1));
  std::size_t next = 0;
  for (std::int64_t second = from; second <= to; ++second) {
    const Instant time = Instant::from_tai_ns(second * kSecond_ns);
    while (next < records.size() && records[next].header.received <= time) merged.push_back(std::move(records[next++]));
    merged.push_back({message::Header{.source = "clock",
                                      .sequence = second - from,
                                      .status = first.status,
                                      .simulated = first.simulated,
                                      .measured = time,
                                      .received = time},
                      message::Tick{.time = time}});
  }
  records = std::move(merged);
}

/// Ticks of many years would fill the memory: a wrong year in one record must not do that.
Status check_span(const std::vector<message::Record>& records) {
  constexpr double kMaxSpan_s = 400.0 * 86400.0;
  const double span_s = seconds_between(records.front().header.received, records.back().header.received);
  if (span_s <= kMaxSpan_s) return {};
  return fail(
      Error{.field = "received",
            .value = format_utc(records.front().header.received) + " to " + format_utc(records.back().header.received),
            .expected = "records of at most 400 days in one recording"});
}

}  // namespace

Result<Recording> read_recording(const std::vector<std::string>& inputs, const TdmReading* tdm) {
  Recording recording;
  std::map<std::string, std::int64_t> last_sequence;  // of the sources of all messages
  for (const std::string& input : inputs) {
    const fs::path path = fs::is_directory(input) ? fs::path(input) / kJournalFile : fs::path(input);
    const bool journal = path.extension() == ".sqlite" || path.extension() == ".db";
    const Status s = journal                 ? read_journal(path.string(), recording)
                     : is_tdm(path.string()) ? read_tdm(path.string(), tdm, last_sequence, recording)
                                             : read_lines(path.string(), recording);
    if (!s) return fail(s.error().in(path.string()));
  }
  std::vector<message::Record>& records = recording.records;
  if (records.empty()) {
    if (!recording.refused.empty()) return fail(recording.refused.front());
    return fail(Error{.source = inputs.empty() ? "" : inputs.front(),
                      .value = "no record",
                      .expected = "looks, bearings, plots or other records"});
  }
  std::stable_sort(records.begin(), records.end(), in_order);
  for (const message::Record& record : records) {
    const message::Header& first = records.front().header;
    if (record.header.status != first.status || record.header.simulated != first.simulated) {
      return fail(Error{.source = record.header.source,
                        .line = record.header.sequence,
                        .is_record = true,
                        .field = "status",
                        .value = std::string(name_of(record.header.status)),
                        .expected = std::string(name_of(first.status)) +
                                    ": streams of different status are never processed together"});
    }
  }
  if (Status s = check_span(records); !s) return fail(s.error());
  if (std::none_of(records.begin(), records.end(), is_tick)) add_ticks(records);
  return recording;
}

}  // namespace tocsin::app
