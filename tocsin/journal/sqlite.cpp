// A journal in one SQLite file. Schema version 1:
//   meta(key, value)                        schema version, and the chain's head at the last flush
//   record(number, journaled_tai_ns, version, type, header, payload)
//   segment(last, sha256)                   the chain after every kSegment records

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

#include <sqlite3.h>

#include "tocsin/base/require.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/journal/journal.hpp"

namespace tocsin::journal {
namespace {

constexpr std::int64_t kSegment = 1024;
constexpr int kSchemaVersion = 1;
constexpr int kMaxTextBytes = 64 << 20;  // one record; a world file with its element sets is the largest there is

class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* db, const char* sql) { code_ = sqlite3_prepare_v2(db, sql, -1, &handle_, nullptr); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement(Statement&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)), code_(other.code_) {}
  Statement& operator=(Statement&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(code_, other.code_);
    return *this;
  }
  ~Statement() { sqlite3_finalize(handle_); }

  [[nodiscard]] bool ok() const { return code_ == SQLITE_OK; }
  Statement& bind(int index, std::int64_t value) {
    sqlite3_bind_int64(handle_, index, value);
    return *this;
  }
  Statement& bind(int index, std::string_view value) {
    sqlite3_bind_text(handle_, index, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
    return *this;
  }
  /// SQLITE_ROW, SQLITE_DONE or an error code.
  [[nodiscard]] int step() { return sqlite3_step(handle_); }
  void reset() { sqlite3_reset(handle_); }
  [[nodiscard]] std::int64_t integer(int column) { return sqlite3_column_int64(handle_, column); }
  [[nodiscard]] std::string text(int column) {
    const unsigned char* bytes = sqlite3_column_text(handle_, column);
    if (bytes == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
  }

 private:
  sqlite3_stmt* handle_ = nullptr;
  int code_ = SQLITE_ERROR;
};

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

class SqliteJournal final : public Journal {
 public:
  SqliteJournal(Database db, std::string path) : db_(std::move(db)), path_(std::move(path)) {}
  SqliteJournal(const SqliteJournal&) = delete;
  SqliteJournal& operator=(const SqliteJournal&) = delete;
  ~SqliteJournal() override {
    // What was appended without a flush is not lost when the program ends in order.
    if (open_transaction_) static_cast<void>(flush());
  }

  Status create() {
    if (Status s = run("PRAGMA journal_mode=WAL"); !s) return s;
    if (Status s = run("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"
                       "CREATE TABLE record(number INTEGER PRIMARY KEY, journaled_tai_ns INTEGER NOT NULL, version "
                       "INTEGER NOT NULL,"
                       " type TEXT NOT NULL, header TEXT NOT NULL, payload TEXT NOT NULL) STRICT;"
                       "CREATE TABLE segment(last INTEGER PRIMARY KEY, sha256 TEXT NOT NULL) STRICT;");
        !s) {
      return s;
    }
    head_ = ChainHead{0, sha256_hex("")};
    if (Status s = put_meta("schema", std::to_string(kSchemaVersion)); !s) return s;
    return put_head();
  }

  /// Reads the head and checks that the last segment leads to it.
  Status load() {
    TOCSIN_TRY(const std::string schema, meta("schema"));
    if (schema != std::to_string(kSchemaVersion)) return refuse("schema", schema, std::to_string(kSchemaVersion));
    TOCSIN_TRY(const std::string count, meta("count"));
    const std::optional<std::int64_t> number = to_integer(count);
    if (!number || *number < 0) return refuse("count", count, "a number of records");
    TOCSIN_TRY(const std::string sha256, meta("sha256"));
    head_ = ChainHead{*number, sha256};
    Statement last(db_.get(), "SELECT coalesce(max(number), 0), count(*) FROM record");
    if (!last.ok() || last.step() != SQLITE_ROW) return broken();
    if (last.integer(0) != head_.count || last.integer(1) != head_.count) {
      return refuse("record", std::to_string(last.integer(1)) + " records",
                    std::to_string(head_.count) + " as the journal's own head says");
    }
    return {};
  }

  Result<std::int64_t> append(const message::Record& record, Instant journaled) override {
    if (!open_transaction_) {
      if (Status s = run("BEGIN IMMEDIATE"); !s) return fail(s.error());
      open_transaction_ = true;
    }
    if (!insert_.ok()) insert_ = Statement(db_.get(), "INSERT INTO record VALUES(?,?,?,?,?,?)");
    const Entry entry = entry_of(record, head_.count + 1, journaled);
    insert_.reset();
    insert_.bind(1, entry.number).bind(2, entry.journaled.tai_ns()).bind(3, std::int64_t{entry.version});
    insert_.bind(4, entry.type).bind(5, entry.header).bind(6, entry.payload);
    if (insert_.step() != SQLITE_DONE) return fail(broken().error());
    insert_.reset();
    head_ = ChainHead{entry.number, chain_step(head_.sha256, entry)};
    if (head_.count % kSegment == 0) {
      Statement segment(db_.get(), "INSERT INTO segment VALUES(?,?)");
      if (!segment.ok() || segment.bind(1, head_.count).bind(2, head_.sha256).step() != SQLITE_DONE)
        return fail(broken().error());
    }
    return entry.number;
  }

  Status flush() override {
    if (!open_transaction_) return {};
    if (Status s = put_head(); !s) return s;
    if (Status s = run("COMMIT"); !s) return s;
    open_transaction_ = false;
    return {};
  }

  ChainHead head() const override { return head_; }

  Status read(std::int64_t first, const std::function<bool(const Entry&)>& use) override {
    return scan(first, [&](const Entry& entry) -> Result<bool> { return use(entry); });
  }

  Status verify() override {
    std::string chain = sha256_hex("");
    Status status = scan(1, [&](const Entry& entry) -> Result<bool> {
      chain = chain_step(chain, entry);
      if (entry.number % kSegment != 0) return true;
      Statement segment(db_.get(), "SELECT sha256 FROM segment WHERE last=?");
      const bool found = segment.ok() && segment.bind(1, entry.number).step() == SQLITE_ROW;
      if (!found || segment.text(0) != chain) {
        return fail(Error{.source = path_,
                          .line = entry.number,
                          .is_record = true,
                          .field = "sha256",
                          .value = "another chain",
                          .expected = "the hash of the segment that ends here: a record from " +
                                      std::to_string(entry.number - kSegment + 1) + " on was changed"});
      }
      return true;
    });
    if (!status) return status;
    if (chain != head_.sha256) return refuse("sha256", chain, head_.sha256 + " as the journal's own head says");
    return {};
  }

 private:
  Status scan(std::int64_t first, const std::function<Result<bool>(const Entry&)>& use) {
    Statement select(
        db_.get(),
        "SELECT number, journaled_tai_ns, version, type, header, payload FROM record WHERE number>=? ORDER BY number");
    if (!select.ok()) return broken();
    select.bind(1, first);
    std::int64_t expected = std::max<std::int64_t>(first, 1);
    for (int code = select.step(); code != SQLITE_DONE; code = select.step()) {
      if (code != SQLITE_ROW) return broken();
      Entry entry{
          .number = select.integer(0),
          .journaled = Instant::from_tai_ns(select.integer(1)),
          .version = static_cast<int>(std::clamp<std::int64_t>(select.integer(2), 0, std::numeric_limits<int>::max())),
          .type = select.text(3),
          .header = select.text(4),
          .payload = select.text(5)};
      if (entry.number != expected)
        return refuse("number", std::to_string(entry.number), std::to_string(expected) + ": a record is missing");
      ++expected;
      TOCSIN_TRY(const bool go_on, use(entry));
      if (!go_on) return {};
    }
    return {};
  }

  Status run(const char* sql) {
    if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return broken();
    return {};
  }

  Status put_meta(std::string_view key, std::string_view value) {
    Statement put(db_.get(), "INSERT OR REPLACE INTO meta VALUES(?,?)");
    if (!put.ok() || put.bind(1, key).bind(2, value).step() != SQLITE_DONE) return broken();
    return {};
  }

  Status put_head() {
    if (Status s = put_meta("count", std::to_string(head_.count)); !s) return s;
    return put_meta("sha256", head_.sha256);
  }

  Result<std::string> meta(std::string_view key) {
    Statement get(db_.get(), "SELECT value FROM meta WHERE key=?");
    if (!get.ok()) return fail(Error{.source = path_, .message = "not a journal: " + trouble()});
    if (get.bind(1, key).step() != SQLITE_ROW)
      return fail(refuse("meta." + std::string(key), "nothing", "a value").error());
    return get.text(0);
  }

  /// What the library says, after what it means.
  [[nodiscard]] std::string trouble() const {
    const std::string why = sqlite3_errcode(db_.get()) == SQLITE_CORRUPT ? "the file is damaged or cut off, " : "";
    return why + sqlite3_errmsg(db_.get());
  }

  [[nodiscard]] Status broken() const {
    return fail(Error{.source = path_, .message = "the journal cannot be used: " + trouble()});
  }
  [[nodiscard]] Status refuse(std::string field, std::string value, std::string expected) const {
    return fail(
        Error{.source = path_, .field = std::move(field), .value = printable(value), .expected = std::move(expected)});
  }

  Database db_;
  std::string path_;
  Statement insert_;
  ChainHead head_;
  bool open_transaction_ = false;
};

}  // namespace

Result<std::unique_ptr<Journal>> open_sqlite(const std::string& path, OpenMode mode) {
  std::error_code ignored;
  const bool exists = std::filesystem::exists(path, ignored);
  if (mode == OpenMode::create && exists)
    return fail(Error{.source = path, .message = "there is a journal already: it is never overwritten"});
  if (mode != OpenMode::create && !exists) return fail(Error{.source = path, .message = "there is no such file"});
  const int flags = mode == OpenMode::create
                        ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                        : (mode == OpenMode::append ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database db(handle);
  if (code != SQLITE_OK) {
    return fail(
        Error{.source = path, .message = handle == nullptr ? "the file cannot be opened" : sqlite3_errmsg(handle)});
  }
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMaxTextBytes);
  sqlite3_busy_timeout(handle, 2000);
  auto journal = std::make_unique<SqliteJournal>(std::move(db), path);
  if (Status s = mode == OpenMode::create ? journal->create() : journal->load(); !s) return fail(s.error().in(path));
  return std::unique_ptr<Journal>(std::move(journal));
}

}  // namespace tocsin::journal
