#include "tocsin/app/report.hpp"

namespace tocsin::app {

std::string report_html(const formats::Products& products, const RunData&) {
  return "<!doctype html><title>" + products.run + "</title>";
}

}  // namespace tocsin::app
