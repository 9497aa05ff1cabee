#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tocsin/formats/pcap.hpp"

namespace tocsin::formats {

/// Fields of one packet without parts, as tshark shows them, in order.
using Dissection = std::vector<std::pair<std::string, std::string>>;

/// What tshark makes of the datagrams: for each packet the fields of one protocol. A packet that is malformed or has a
/// wrong checksum is a failure of the test.
[[nodiscard]] std::vector<Dissection> dissected(std::span<const Datagram> datagrams, std::uint16_t port,
                                                const std::string& protocol);

}  // namespace tocsin::formats
