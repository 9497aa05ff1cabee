#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tocsin/base/open_file.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::inline base {
namespace {

/// An open file that closes itself.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { close(); }
  [[nodiscard]] int get() const { return descriptor_; }
  /// Whether closing reported no error (some file systems tell only then that writing failed).
  bool close() {
    const int descriptor = std::exchange(descriptor_, -1);
    return descriptor < 0 || ::close(descriptor) == 0;
  }

 private:
  int descriptor_;
};

tl::unexpected<Error> system_error(const std::string& path, const std::string& what, int number) {
  return fail(Error{.source = path, .message = what + ": " + std::generic_category().message(number)});
}

tl::unexpected<Error> too_large(const std::string& path, const std::string& size, std::uint64_t limit_bytes) {
  return fail(Error{.source = path, .value = size, .expected = "at most " + std::to_string(limit_bytes) + " bytes"});
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

/// Where the bytes really go: a link keeps pointing to its file, which is what is replaced.
std::string resolved(const std::string& path) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  return error ? path : target.string();
}

Status write_in_place(const std::string& path, std::string_view bytes) {
  OpenFile file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.get() < 0) return system_error(path, "cannot be opened for writing", errno);
  if (!write_all(file.get(), bytes)) return system_error(path, "cannot be written", errno);
  if (!file.close()) return system_error(path, "cannot be written", errno);
  return {};
}

/// Room for `needed` bytes, doubling but never past the limit (std::string's own growth would not stop there).
void grow(std::string& bytes, std::uint64_t needed, std::uint64_t limit_bytes) {
  std::string larger;
  larger.reserve(static_cast<std::size_t>(std::clamp<std::uint64_t>(2 * bytes.capacity(), needed, limit_bytes)));
  larger.append(bytes);
  bytes.swap(larger);
}

void sync_folder_of(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  const OpenFile handle(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.get() >= 0) ::fsync(handle.get());  // best effort: not every file system can
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::uint64_t limit_bytes) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return system_error(path, "cannot be opened", errno);
  std::string bytes;
  struct stat status {};
  if (::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode)) {
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > limit_bytes) return too_large(path, std::to_string(size) + " bytes", limit_bytes);
    bytes.reserve(static_cast<std::size_t>(size));
  }
  std::array<char, 65536> chunk{};
  while (true) {
    const ssize_t n = ::read(file.get(), chunk.data(), chunk.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error(path, "cannot be read", errno);
    if (n == 0) return bytes;
    const auto count = static_cast<std::size_t>(n);
    // a pipe or a growing file tells its size only by its end
    if (count > limit_bytes - bytes.size()) {
      return too_large(path, "more than " + std::to_string(limit_bytes) + " bytes", limit_bytes);
    }
    if (bytes.capacity() - bytes.size() < count) grow(bytes, bytes.size() + count, limit_bytes);
    bytes.append(chunk.data(), count);
  }
}

Result<std::ifstream> open_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return fail(Error{.source = path, .value = "a folder", .expected = "a file"});
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return system_error(path, "cannot be opened", errno);
  return file;
}

Status write_file(const std::string& path, std::string_view bytes) {
  const std::string target = resolved(path);
  struct stat status {};
  // a device or pipe must never be replaced by a file
  if (::stat(target.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) return write_in_place(path, bytes);

  static std::atomic<unsigned> counter{0};
  const std::string temporary =
      target + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(counter.fetch_add(1));
  OpenFile file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.get() < 0) return system_error(path, "cannot be created", errno);
  const bool written = write_all(file.get(), bytes) && ::fsync(file.get()) == 0 && file.close() &&
                       std::rename(temporary.c_str(), target.c_str()) == 0;
  if (!written) {
    const int number = errno;
    ::unlink(temporary.c_str());
    return system_error(path, "cannot be written", number);
  }
  sync_folder_of(target);
  return {};
}

}  // namespace tocsin::inline base
