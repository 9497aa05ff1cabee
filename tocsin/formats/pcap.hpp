#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "tocsin/base/instant.hpp"

namespace tocsin::formats {

/// What one UDP datagram carries, and when it was sent.
struct Datagram {
  Instant time;
  std::string payload;
};

/// The most that fits one Ethernet frame.
inline constexpr std::size_t kMaxDatagramBytes = 1472;

/// A capture file (classic libpcap 2.4, little-endian, microseconds, Ethernet) of UDP datagrams over IPv4, for packet
/// analysers. Addresses are those of documentation: from 192.0.2.1 (RFC 5737) to the multicast group 233.252.0.1
/// (RFC 6676). Leap seconds do not exist there: one is written as the second before it. Precondition: payloads of at
/// most `kMaxDatagramBytes`.
/// libpcap, pcap-savefile(5); RFC 791, RFC 768.
[[nodiscard]] std::string pcap(std::span<const Datagram> datagrams, std::uint16_t udp_port);

}  // namespace tocsin::formats
