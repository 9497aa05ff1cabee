#include "tocsin/app/surveillance_files.hpp"

#include <cstdint>
#include <map>
#include <utility>

#include "tocsin/app/products.hpp"
#include "tocsin/app/recording.hpp"
#include "tocsin/formats/surveillance.hpp"

namespace tocsin::app {
namespace {

using formats::Datagram;

void add_files(const std::string& name, const std::vector<Datagram>& datagrams, std::uint16_t port, Export& out) {
  if (datagrams.empty()) return;
  std::string bytes;
  for (const Datagram& datagram : datagrams) bytes += datagram.payload;
  out.files.push_back({name, std::move(bytes)});
  out.files.push_back({name + ".pcap", formats::pcap(datagrams, port)});
}

Json counts_json(const std::map<std::string, std::int64_t>& counts) {
  Json json = Json::object();
  for (const auto& [name, count] : counts) json.add(name, count);
  return json;
}

std::string loss_lines(const formats::AsterixLosses& losses) {
  std::string text;
  for (const auto& [item, count] : losses.items) {
    text += "  left out: " + item + " of " + std::to_string(count) + " records, beyond what the item can hold\n";
  }
  for (const auto& [item, count] : losses.records) {
    text += "  left out: " + std::to_string(count) + " records, because " + item + " cannot hold its value\n";
  }
  return text;
}

void add_asterix(const std::string& name, const std::string& what, const formats::AsterixDatagrams& made, Export& out) {
  add_files(name, made.datagrams, formats::kAsterixPort, out);
  out.remarks += name + ": " + std::to_string(made.records) + " " + what + "\n" + loss_lines(made.losses);
  if (made.directions > 0)
    out.remarks += "  left out: " + std::to_string(made.directions) + " reports of directions without a position\n";
  if (made.other_plots > 0)
    out.remarks += "  left out: " + std::to_string(made.other_plots) + " plots of sources that are no radars\n";
  out.json.add(name, Json::object()
                         .add("records", made.records)
                         .add("datagrams", static_cast<std::int64_t>(made.datagrams.size()))
                         .add("directions_left_out", made.directions)
                         .add("other_plots_left_out", made.other_plots)
                         .add("items_left_out", counts_json(made.losses.items))
                         .add("records_left_out", counts_json(made.losses.records)));
}

}  // namespace

Result<Export> asterix_export(const std::string& run) {
  TOCSIN_TRY(const formats::Products products, products_of_folder(run));
  TOCSIN_TRY(const Recording recording, read_recording({run}));
  TOCSIN_TRY(const auto sources, formats::asterix_sources(products));
  Export out{.files = {}, .remarks = {}, .json = Json::object()};
  add_asterix("radars.cat048.ast", "plots", formats::asterix_plots(recording.records, sources), out);
  add_asterix("tracks.cat062.ast", "track reports", formats::asterix_tracks(products), out);
  out.remarks += "SAC/SIC: centre 0/" + std::to_string(formats::kCentreSource.system);
  Json codes = Json::object();
  for (const auto& [radar, source] : sources) {
    out.remarks += ", " + radar + " " + std::to_string(source.area) + "/" + std::to_string(source.system);
    codes.add(radar, Json::object().add("sac", int{source.area}).add("sic", int{source.system}));
  }
  out.remarks += "\n";
  out.json.add("radars", std::move(codes));
  return out;
}

Result<Export> dis_export(const std::string& run) {
  TOCSIN_TRY(const formats::Products products, products_of_folder(run));
  const formats::DisDatagrams made = formats::dis_entities(products);
  Export out{.files = {}, .remarks = {}, .json = Json::object()};
  add_files("tracks.dis", made.datagrams, formats::kDisPort, out);
  out.remarks += "tracks.dis: " + std::to_string(made.datagrams.size()) + " PDUs of " + std::to_string(made.entities) +
                 " entities\n";
  if (made.numbers > 0)
    out.remarks += "  left out: " + std::to_string(made.numbers) + " tracks, because no entity has their number\n";
  out.json.add("pdus", static_cast<std::int64_t>(made.datagrams.size()))
      .add("entities", made.entities)
      .add("tracks_left_out", made.numbers);
  return out;
}

}  // namespace tocsin::app
