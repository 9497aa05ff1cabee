#pragma once

#include <string>
#include <vector>

#include "tocsin/app/outcome.hpp"
#include "tocsin/app/tdm_measurements.hpp"
#include "tocsin/message/record.hpp"

namespace tocsin::app {

/// Recorded inputs in the order in which a centre received them, with ticks.
struct Recording {
  std::vector<message::Record> records;
  std::vector<Error> refused;  ///< lines or records that could not be read; the rest goes on
  std::size_t refused_count = 0;
};

/// Reads JSON Lines files, journals, run folders and Tracking Data Messages (told apart by how they begin; they need
/// `tdm`). Records of configuration and tasking are left out (the world is
/// given anew; a radar's tasking has done its work). All are sorted by (received, source, sequence). If no input holds
/// ticks, ticks are made at 1 Hz of record time: at each whole second, after everything received up to and including
/// it, the last one not before the last record. Errors: nothing usable at all, mixed status, a file that cannot be
/// opened.
[[nodiscard]] Result<Recording> read_recording(const std::vector<std::string>& inputs, const TdmReading* tdm = nullptr);

}  // namespace tocsin::app
