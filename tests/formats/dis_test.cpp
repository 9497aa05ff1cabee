#include "tocsin/formats/dis.hpp"

#include <bit>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/formats/surveillance.hpp"

#include "tests/formats/dissection.hpp"
#include "tests/formats/sample.hpp"
#include "tests/formats/tool.hpp"

namespace tocsin::formats {
namespace {

using message::RecordStatus;

EntityState state() {
  return {.exercise = 2,
          .reality = DisReality::constructive,
          .time = at_second(450.0),  // 22:29:30, half past the half hour less 30 s
          .site = 258,
          .application = 772,
          .entity = 1286,
          .position = {{-3960123.25, 3350456.5, 3697789.125}},
          .velocity = {{-1234.5, 678.25, 3456.75}},
          .orientation = {.psi = 2.5, .theta = -0.75, .phi = 0.125},
          .deactivated = true,
          .marking = "EXER 1286"};
}

double double_at(const std::string& bytes, std::size_t at) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits = bits * 256 + static_cast<unsigned char>(bytes[at + i]);
  return std::bit_cast<double>(bits);
}

TEST(Dis, LaysTheEntityStatePduOutAsTheStandardDoes) {
  const std::string pdu = entity_state_pdu(state());
  ASSERT_EQ(pdu.size(), 144U);
  // Version 7, exercise 2, type 1, family 1.
  EXPECT_EQ(pdu.substr(0, 4), std::string("\x07\x02\x01\x01", 4));
  // 1770 s past the hour: 1770/3600 of 2^31 = 0x3eeeeeef (nearest); shifted, absolute.
  EXPECT_EQ(pdu.substr(4, 4), std::string("\x7d\xdd\xdd\xdf", 4));
  // Length 144, status constructive.
  EXPECT_EQ(pdu.substr(8, 4), std::string("\x00\x90\x06\x00", 4));
  EXPECT_EQ(pdu.substr(12, 8), std::string("\x01\x02\x03\x04\x05\x06\x00\x00", 8));
  EXPECT_EQ(pdu.substr(20, 8), std::string("\x01\x05\x00\x00\x00\x00\x00\x00", 8));
  EXPECT_EQ(double_at(pdu, 48), -3960123.25);
  EXPECT_EQ(double_at(pdu, 64), 3697789.125);
  EXPECT_EQ(pdu.substr(84, 5), std::string("\x00\x80\x00\x00\x02", 5)) << "deactivated; constant velocity";
  EXPECT_EQ(pdu.substr(128, 12), std::string("\x01") + "EXER 1286" + std::string(2, '\0'));
}

TEST(Dis, ATimestampStartsAgainAtEachHour) {
  EntityState s = state();
  s.time = at_second(38.0 * 60.0);  // 23:00:00
  EXPECT_EQ(entity_state_pdu(s).substr(4, 4), std::string("\x00\x00\x00\x01", 4));
  s.time = s.time - Duration(1);
  EXPECT_EQ(entity_state_pdu(s).substr(4, 4), std::string("\x00\x00\x00\x01", 4)) << "the hour is nearest";
}

TEST(Dis, AnExerciseNeverCarriesTheIdentifierOfAnother) {
  const std::set<int> identifiers{dis_exercise(RecordStatus::actual), dis_exercise(RecordStatus::exercise),
                                  dis_exercise(RecordStatus::test)};
  EXPECT_EQ(identifiers, (std::set<int>{1, 2, 3}));
}

/// Unit vector of a body axis in geocentric coordinates, by the three turns one after the other.
Vec3 body_axis(const EulerAngles& a, int axis) {
  const auto about = [](const Vec3& k, double angle, const Vec3& v) {
    return std::cos(angle) * v + std::sin(angle) * cross(k, v) + (1.0 - std::cos(angle)) * dot(k, v) * k;
  };
  Vec3 x{1.0, 0.0, 0.0};
  Vec3 y{0.0, 1.0, 0.0};
  Vec3 z{0.0, 0.0, 1.0};
  x = about(z, a.psi, x);
  y = about(z, a.psi, y);
  const Vec3 y1 = y;
  x = about(y1, a.theta, x);
  z = about(y1, a.theta, z);
  y = about(x, a.phi, y1);
  z = about(x, a.phi, z);
  return axis == 0 ? x : axis == 1 ? y : z;
}

TEST(Dis, TheBodyPointsAlongItsVelocityWithLevelWings) {
  for (double lat = -80.0; lat <= 80.0; lat += 20.0) {
    for (double bearing = 5.0; bearing < 360.0; bearing += 35.0) {
      const Geodetic place{degrees(lat).value(), degrees(bearing - 150.0).value(), 3e5};
      const double b = degrees(bearing).value();
      const Vec3 enu{2000.0 * std::sin(b), 2000.0 * std::cos(b), 1500.0};
      const Vec3 velocity = transposed(earth::enu_from_itrf(place).m) * enu;
      const EulerAngles angles = orientation_along({velocity}, earth::to_itrf(place));
      EXPECT_NEAR(norm(body_axis(angles, 0) - unit(velocity)), 0.0, 1e-12);
      const Vec3 up = earth::ellipsoid_normal(place).u;
      EXPECT_NEAR(dot(body_axis(angles, 1), up), 0.0, 1e-9) << "y is level";
      EXPECT_LT(dot(body_axis(angles, 2), up), 0.0) << "z is down";
      // y is to the right of the flight
      const Vec3 right = enu.x * Vec3{0.0, -1.0, 0.0} + enu.y * Vec3{1.0, 0.0, 0.0};
      EXPECT_GT(dot(earth::enu_from_itrf(place).m * body_axis(angles, 1), right), 0.0);
    }
  }
}

TEST(Dis, ABodyAtRestOrInVerticalFlightHasAnOrientation) {
  const Geodetic place{0.7, 1.2, 1e4};
  const Position<Itrf> position = earth::to_itrf(place);
  const EulerAngles rest = orientation_along({{0.0, 0.0, 0.0}}, position);
  EXPECT_EQ(rest.psi, 0.0);
  const Vec3 up = earth::ellipsoid_normal(place).u;
  const EulerAngles vertical = orientation_along({1000.0 * up}, position);
  EXPECT_NEAR(norm(body_axis(vertical, 0) - up), 0.0, 1e-12);
  const EulerAngles pole = orientation_along({{0.0, 0.0, -500.0}}, {{0.0, 0.0, 6.4e6}});
  EXPECT_NEAR(norm(body_axis(pole, 0) - Vec3{0.0, 0.0, -1.0}), 0.0, 1e-12);
}

TEST(DisOracle, ReadsEveryFieldAsSent) {
  if (!has_tool("tshark")) GTEST_SKIP() << "tshark is not installed";
  const std::vector<Dissection> found =
      dissected(std::vector{Datagram{at_second(450.0), entity_state_pdu(state())}}, kDisPort, "dis");
  ASSERT_EQ(found.size(), 1U);
  const Dissection expected{{"proto_ver", "7"},
                            {"exer_id", "2"},
                            {"pdu_type", "1"},
                            {"proto_fam", "1"},
                            {"timestamp", "1770.000000000"},
                            {"pdu_length", "144"},
                            {"pdustatus.cei", "0x00"},
                            {"pdustatus.lvc", "0x03"},
                            {"pdustatus.tei", "0x00"},
                            {"padding", "00"},
                            {"entity_id_site", "258"},
                            {"entity_id_application", "772"},
                            {"entity_id_entity", "1286"},
                            {"force_id", "0"},
                            {"num_articulation_params", "0"},
                            {"entityKind", "1"},
                            {"entityDomain", "5"},
                            {"country", "0"},
                            {"category.space", "0"},
                            {"subcategory", "0"},
                            {"specific", "0"},
                            {"extra", "0"},
                            {"entityKind", "0"},
                            {"entityDomain", "0"},
                            {"country", "0"},
                            {"category", "0"},
                            {"subcategory", "0"},
                            {"specific", "0"},
                            {"extra", "0"},
                            {"entity_linear_velocity.x", "-1234.5"},
                            {"entity_linear_velocity.y", "678.25"},
                            {"entity_linear_velocity.z", "3456.75"},
                            {"entity_location.x", "-3960123.25"},
                            {"entity_location.y", "3350456.5"},
                            {"entity_location.z", "3697789.125"},
                            {"entity_orientation.psi", "2.5"},
                            {"entity_orientation.theta", "-0.75"},
                            {"entity_orientation.phi", "0.125"},
                            {"appearance", "0x00800000"},
                            {"entity_marking_character_set", "2"},  // the dead reckoning algorithm, under this name
                            {"dead_reckoning_other_parameters", "00:00:00:00:00:00:00:00:00:00:00:00:00:00:00"},
                            {"entity_linear_acceleration.x", "0"},
                            {"entity_linear_acceleration.y", "0"},
                            {"entity_linear_acceleration.z", "0"},
                            {"entity_angular_velocity.x", "0"},
                            {"entity_angular_velocity.y", "0"},
                            {"entity_angular_velocity.z", "0"},
                            {"entity_marking_character_set", "1"},
                            {"entity_marking", "EXER 1286"},
                            {"capabilities", "0"}};
  ASSERT_EQ(found[0].size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(found[0][i].first, "dis." + expected[i].first);
    EXPECT_EQ(found[0][i].second, expected[i].second) << expected[i].first;
  }
}

}  // namespace
}  // namespace tocsin::formats
