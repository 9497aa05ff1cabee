#pragma once

#include "tocsin/message/record.hpp"
#include "tocsin/track/tracker_state.hpp"

namespace tocsin::track {

/// Takes a bearing, plot or look: refuses by name what is impossible, too old, too new, unknown or already seen, keeps
/// measurements until their look comes, and processes looks.
void take_bearing(const message::Header& header, const message::Bearing& bearing, Work& work);
void take_plot(const message::Header& header, const message::Plot& plot, Work& work);
void take_look(const message::Header& header, const message::Look& look, Work& work);

/// At the first tick, which says what time it is: refuses measurements that wait and are of another time.
void refuse_mistimed(Work& work);
/// Uses measurements whose look has not come in time, at the newest tick.
void take_orphans(Work& work);

}  // namespace tocsin::track
