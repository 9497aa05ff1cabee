#include "tests/formats/dissection.hpp"

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

void collect(const pugi::xml_node& node, Dissection& out) {
  for (const pugi::xml_node& field : node.children("field")) {
    if (field.child("field")) {
      collect(field, out);
    } else {
      out.emplace_back(field.attribute("name").value(), field.attribute("show").value());
    }
  }
}

}  // namespace

std::vector<Dissection> dissected(std::span<const Datagram> datagrams, std::uint16_t port,
                                  const std::string& protocol) {
  const std::string path = test_file("sent.pcap", pcap(datagrams, port));
  const ToolRun run =
      run_tool("tshark -r '" + path + "' -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE -T pdml 2>/dev/null");
  EXPECT_EQ(run.status, 0);
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(run.output.c_str()));
  std::vector<Dissection> out;
  for (const pugi::xml_node& packet : document.child("pdml").children("packet")) {
    Dissection fields;
    for (const pugi::xml_node& proto : packet.children("proto")) {
      const std::string name = proto.attribute("name").value();
      EXPECT_NE(name, "_ws.malformed") << "packet " << out.size() + 1;
      Dissection of_proto;
      collect(proto, of_proto);
      for (const auto& [field, show] : of_proto) {
        if (field == "ip.checksum.status" || field == "udp.checksum.status") {
          EXPECT_EQ(show, "1") << field;
        }
      }
      if (name == protocol) fields.insert(fields.end(), of_proto.begin(), of_proto.end());
    }
    out.push_back(std::move(fields));
  }
  return out;
}

}  // namespace tocsin::formats
