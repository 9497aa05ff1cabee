#pragma once

#include <optional>
#include <string>

#include "tocsin/message/record.hpp"
#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {

/// What admits all records of sensors: refuses those of unknown sensors (`unknown` says so in words), of another
/// status, with impossible contents (`impossible`), too old or too new for a sensor that states this delay, or already
/// seen. True where nothing is refused.
[[nodiscard]] bool is_admitted(const message::Header& header, const std::string& unknown, const std::string& impossible,
                               double delay_s, Admission& admission, Work& work);
/// Admits a bearing, plot or look: refuses by name what is impossible, too old, too new, unknown or already seen.
/// Nothing for records that the tracker does not use.
[[nodiscard]] std::optional<Input> admit(const message::Record& record, Admission& admission, Work& work);

[[nodiscard]] Input input_of(const message::Tick& tick);

/// Whether the world has no sensor that could make an input, in words; empty when it has.
[[nodiscard]] std::string source_problem(const Input& input, const sense::Sensors& sensors);
/// What is impossible in a bearing, plot or look; empty when nothing is.
[[nodiscard]] std::string content_problem(const Input& input);
void refuse(const std::string& source, std::int64_t sequence, const std::string& reason, Work& work);
void refuse(const Input& input, const std::string& reason, Work& work);

/// Keeps a measurement until its look comes; processes a look.
void take(const Input& input, Work& work);
/// The same where the tracker may have been at another time when the input was admitted: refuses it when it is too old
/// or too new.
void take_in_its_time(const Input& input, Work& work);

/// Whether a measurement comes after a tick that would have used it without its look.
[[nodiscard]] bool may_be_orphan(const Input& input, const Work& work);

/// Why something of a sensor that was kept before the first tick is of another time than it, in words; empty if not.
[[nodiscard]] std::string mistimed_problem(const std::string& source, Instant measured, const Work& work);
/// At the first tick, which says what time it is: refuses measurements that wait and are of another time.
void refuse_mistimed(Work& work);
/// Uses measurements whose look has not come in time, at the newest tick.
void take_orphans(Work& work);

}  // namespace tocsin::track
