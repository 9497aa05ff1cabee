#include "tocsin/formats/pcap.hpp"

#include <algorithm>
#include <string_view>

#include "tocsin/base/calendar.hpp"
#include "tocsin/base/require.hpp"
#include "tocsin/formats/big_endian.hpp"

namespace tocsin::formats {
namespace {

constexpr std::size_t kUdpHeaderBytes = 8;
constexpr std::size_t kIpHeaderBytes = 20;
constexpr std::string_view kDestinationMac("\x01\x00\x5e\x7c\x00\x01", 6);  // of the group 233.252.0.1, RFC 1112
constexpr std::string_view kSourceMac("\x00\x00\x5e\x00\x53\x01", 6);       // documentation, RFC 7042
constexpr std::string_view kEtherTypeIp("\x08\x00", 2);
constexpr std::string_view kSourceIp("\xc0\x00\x02\x01", 4);
constexpr std::string_view kDestinationIp("\xe9\xfc\x00\x01", 4);
constexpr std::int64_t kUdp = 17;

void put_little_endian(std::int64_t value, int bytes, std::string& out) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xff);
}

/// Internet checksum (RFC 1071) of bytes; an odd last byte is the high one of a pair.
std::int64_t checksum(std::string_view bytes) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) sum += octet(bytes, i) * (i % 2 == 0 ? std::int64_t{256} : 1);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return 0xffff - sum;
}

std::string udp_segment(std::string_view payload, std::uint16_t port) {
  const auto length = static_cast<std::int64_t>(payload.size() + kUdpHeaderBytes);
  std::string ports;
  put_big_endian(port, 2, ports);
  put_big_endian(port, 2, ports);
  put_big_endian(length, 2, ports);
  std::string summed(kSourceIp);
  summed += kDestinationIp;
  put_big_endian(kUdp, 2, summed);
  put_big_endian(length, 2, summed);
  summed += ports;
  summed.append(2, '\0').append(payload);
  const std::int64_t sum = checksum(summed);
  std::string out = ports;
  // 0 would say that there is no checksum (RFC 768).
  put_big_endian(sum == 0 ? 0xffff : sum, 2, out);
  return out.append(payload);
}

std::string ip_packet(std::string_view segment, std::size_t number) {
  const auto header = [&](std::int64_t sum) {
    constexpr std::int64_t kVersionAndLength = 0x4500;
    constexpr std::int64_t kDoNotFragment = 0x4000;
    constexpr std::int64_t kTimeToLive = 1;
    std::string out;
    put_big_endian(kVersionAndLength, 2, out);
    put_big_endian(static_cast<std::int64_t>(segment.size() + kIpHeaderBytes), 2, out);
    put_big_endian(static_cast<std::int64_t>(number & 0xffffU), 2, out);
    put_big_endian(kDoNotFragment, 2, out);
    put_big_endian(kTimeToLive * 256 + kUdp, 2, out);
    put_big_endian(sum, 2, out);
    return out.append(kSourceIp).append(kDestinationIp);
  };
  return header(checksum(header(0))).append(segment);
}

}  // namespace

std::string pcap(std::span<const Datagram> datagrams, std::uint16_t udp_port) {
  constexpr std::int64_t kMagicMicroseconds = 0xa1b2c3d4;
  constexpr std::int64_t kSnapLength = 65535;
  constexpr std::int64_t kEthernet = 1;
  std::string out;
  put_little_endian(kMagicMicroseconds, 4, out);
  put_little_endian(2, 2, out);
  put_little_endian(4, 2, out);
  put_little_endian(0, 8, out);
  put_little_endian(kSnapLength, 4, out);
  put_little_endian(kEthernet, 4, out);
  for (std::size_t i = 0; i < datagrams.size(); ++i) {
    TOCSIN_REQUIRE(datagrams[i].payload.size() <= kMaxDatagramBytes, "a datagram fits one frame");
    std::string frame(kDestinationMac);
    frame.append(kSourceMac).append(kEtherTypeIp);
    frame += ip_packet(udp_segment(datagrams[i].payload, udp_port), i);
    const UtcParts t = utc_parts(datagrams[i].time);
    const std::int64_t seconds =
        days_from_civil(t.year, t.month, t.day) * 86400 + t.hour * 3600 + t.minute * 60 + std::min(t.second, 59);
    put_little_endian(seconds, 4, out);
    put_little_endian(t.nanosecond / 1000, 4, out);
    put_little_endian(static_cast<std::int64_t>(frame.size()), 4, out);
    put_little_endian(static_cast<std::int64_t>(frame.size()), 4, out);
    out += frame;
  }
  return out;
}

}  // namespace tocsin::formats
