#include "tocsin/app/products.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "tocsin/app/pipeline.hpp"
#include "tocsin/app/system.hpp"
#include "tocsin/base/text.hpp"

namespace tocsin::app {
namespace {

Instant at(double s) {
  return *parse_utc("2023-09-14T05:00:00Z") + seconds(s);
}

message::Event revision_of(std::int64_t revision, double impact_made_at_s) {
  message::Event event;
  event.id = "E0001";
  event.revision = revision;
  event.time = at(10.0 * static_cast<double>(revision));
  event.impact = message::ImpactEstimate{.time = at(900.0), .made_at = at(impact_made_at_s)};
  return event;
}

TEST(Products, TellImpactsInTheOrderInWhichTheyWereWorkedOut) {
  const Result<Centre> centre =
      make_centre(*read_file("worlds/generic.toml", kInputLimitBytes), "worlds/generic.toml", at(0.0));
  ASSERT_TRUE(centre) << centre.error().to_string();
  RunData run;
  // the third revision rests on another track, whose impact was worked out before
  run.events = {revision_of(1, 5.0), revision_of(2, 25.0), revision_of(3, 15.0), revision_of(4, 15.0)};
  const formats::Products products = products_of(run, *centre, RunIdentity{});
  ASSERT_EQ(products.events.size(), 1U);
  std::vector<Instant> made;
  for (const message::ImpactEstimate& impact : products.events[0].impact_history) made.push_back(impact.made_at);
  EXPECT_EQ(made, (std::vector<Instant>{at(5.0), at(15.0), at(25.0)}));
  EXPECT_EQ(products.events[0].event.revision, 4);
}

}  // namespace
}  // namespace tocsin::app
