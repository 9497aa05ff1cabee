// Which items the categories have, in which order and how long: the user application profiles of edition 1.31 of
// category 048, edition 1.20 of category 062, and appendix A of category 048, edition 1.11.

#include <array>

#include "tocsin/formats/asterix_items.hpp"

namespace tocsin::formats {
namespace {

constexpr ItemForm fixed(std::string_view name, std::size_t size) {
  return {name, ItemShape::fixed, size, {}};
}
constexpr ItemForm extended(std::string_view name, std::size_t size = 1) {
  return {name, ItemShape::extended, size, {}};
}
constexpr ItemForm repetitive(std::string_view name, std::size_t size) {
  return {name, ItemShape::repetitive, size, {}};
}
constexpr ItemForm explicit_length(std::string_view name) {
  return {name, ItemShape::explicit_length, 0, {}};
}
constexpr ItemForm compound(std::string_view name, std::span<const ItemForm> parts) {
  return {name, ItemShape::compound, 0, parts};
}
constexpr ItemForm kSpare{};

constexpr std::array k048_120{fixed("CAL", 2), repetitive("RDS", 6)};
constexpr std::array k048_130{fixed("SRL", 1), fixed("SRR", 1), fixed("SAM", 1), fixed("PRL", 1),
                              fixed("PAM", 1), fixed("RPD", 1), fixed("APD", 1)};

constexpr std::array k048{
    fixed("I048/010", 2), fixed("I048/140", 3),      extended("I048/020"),           fixed("I048/040", 4),
    fixed("I048/070", 2), fixed("I048/090", 2),      compound("I048/130", k048_130), fixed("I048/220", 3),
    fixed("I048/240", 6), repetitive("I048/250", 8), fixed("I048/161", 2),           fixed("I048/042", 4),
    fixed("I048/200", 4), extended("I048/170"),      fixed("I048/210", 4),           extended("I048/030"),
    fixed("I048/080", 2), fixed("I048/100", 4),      fixed("I048/110", 2),           compound("I048/120", k048_120),
    fixed("I048/230", 2), fixed("I048/260", 7),      fixed("I048/055", 1),           fixed("I048/050", 2),
    fixed("I048/065", 1), fixed("I048/060", 2),      explicit_length("I048/SP"),     explicit_length("I048/RE"),
};

constexpr std::array kMode5{fixed("SUM", 1), fixed("PMN", 4), fixed("POS", 6), fixed("GA", 2),
                            fixed("EM1", 2), fixed("TOS", 1), fixed("XP", 1)};
constexpr std::array kMode5New{fixed("SUM", 1), fixed("PMN", 4), fixed("POS", 6), fixed("GA", 2),
                               fixed("EM1", 2), fixed("TOS", 1), fixed("XP", 1),  fixed("FOM", 1)};
constexpr std::array kPlotCharacteristics{fixed("SCO", 1), fixed("SRC", 2), fixed("RW", 2), fixed("AR", 2)};
constexpr std::array k048Expansion{compound("MD5", kMode5), compound("M5N", kMode5New), extended("M4E"),
                                   compound("RPC", kPlotCharacteristics), fixed("ERR", 3)};

constexpr std::array k062_290{fixed("TRK", 1), fixed("PSR", 1), fixed("SSR", 1), fixed("MDS", 1), fixed("ADS", 2),
                              fixed("ES", 1),  fixed("VDL", 1), fixed("UAT", 1), fixed("LOP", 1), fixed("MLT", 1)};
constexpr std::array k062_295{fixed("MFL", 1), fixed("MD1", 1), fixed("MD2", 1), fixed("MDA", 1), fixed("MD4", 1),
                              fixed("MD5", 1), fixed("MHG", 1), fixed("IAS", 1), fixed("TAS", 1), fixed("SAL", 1),
                              fixed("FSS", 1), fixed("TID", 1), fixed("COM", 1), fixed("SAB", 1), fixed("ACS", 1),
                              fixed("BVR", 1), fixed("GVR", 1), fixed("RAN", 1), fixed("TAR", 1), fixed("TAN", 1),
                              fixed("GSP", 1), fixed("VUN", 1), fixed("MET", 1), fixed("EMC", 1), fixed("POS", 1),
                              fixed("GAL", 1), fixed("PUN", 1), fixed("MB", 1),  fixed("IAR", 1), fixed("MAC", 1),
                              fixed("BPS", 1)};
constexpr std::array k062_340{fixed("SID", 2), fixed("POS", 4), fixed("HEI", 2),
                              fixed("MDC", 2), fixed("MDA", 2), fixed("TYP", 1)};
constexpr std::array k062_380{
    fixed("ADR", 3),     fixed("ID", 6),  fixed("MHG", 2),       fixed("IAS", 2), fixed("TAS", 2), fixed("SAL", 2),
    fixed("FSS", 2),     extended("TIS"), repetitive("TID", 15), fixed("COM", 2), fixed("SAB", 2), fixed("ACS", 7),
    fixed("BVR", 2),     fixed("GVR", 2), fixed("RAN", 2),       fixed("TAR", 2), fixed("TAN", 2), fixed("GSP", 2),
    fixed("VUN", 1),     fixed("MET", 8), fixed("EMC", 1),       fixed("POS", 6), fixed("GAL", 2), fixed("PUN", 1),
    repetitive("MB", 8), fixed("IAR", 2), fixed("MAC", 2),       fixed("BPS", 2)};
constexpr std::array k062_390{fixed("TAG", 2), fixed("CSN", 7),      fixed("IFI", 4), fixed("FCT", 1), fixed("TAC", 4),
                              fixed("WTC", 1), fixed("DEP", 4),      fixed("DST", 4), fixed("RDS", 3), fixed("CFL", 2),
                              fixed("CTL", 2), repetitive("TOD", 4), fixed("AST", 6), fixed("STS", 1), fixed("STD", 7),
                              fixed("STA", 7), fixed("PEM", 2),      fixed("PEC", 7)};
constexpr std::array k062_500{fixed("APC", 4), fixed("COV", 2), fixed("APW", 4), fixed("AGA", 1),
                              fixed("ABA", 1), fixed("ATV", 2), fixed("AA", 2),  fixed("ARC", 1)};

constexpr std::array k062{
    fixed("I062/010", 2),
    kSpare,
    fixed("I062/015", 1),
    fixed("I062/070", 3),
    fixed("I062/105", 8),
    fixed("I062/100", 6),
    fixed("I062/185", 4),
    fixed("I062/210", 2),
    fixed("I062/060", 2),
    fixed("I062/245", 7),
    compound("I062/380", k062_380),
    fixed("I062/040", 2),
    extended("I062/080"),
    compound("I062/290", k062_290),
    fixed("I062/200", 1),
    compound("I062/295", k062_295),
    fixed("I062/136", 2),
    fixed("I062/130", 2),
    fixed("I062/135", 2),
    fixed("I062/220", 2),
    compound("I062/390", k062_390),
    extended("I062/270"),
    fixed("I062/300", 1),
    compound("I062/110", kMode5),
    fixed("I062/120", 2),
    extended("I062/510", 3),
    compound("I062/500", k062_500),
    compound("I062/340", k062_340),
    kSpare,
    kSpare,
    kSpare,
    kSpare,
    kSpare,
    explicit_length("I062/RE"),
    explicit_length("I062/SP"),
};

}  // namespace

std::span<const ItemForm> asterix_profile(int category) {
  if (category == 48) return k048;
  if (category == 62) return k062;
  return {};
}

std::span<const ItemForm> expansion_048() {
  return k048Expansion;
}

}  // namespace tocsin::formats
