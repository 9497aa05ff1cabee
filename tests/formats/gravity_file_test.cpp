#include "tocsin/formats/gravity_file.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tocsin/base/quantity.hpp"
#include "tocsin/base/text.hpp"
#include "tocsin/earth/ellipsoid.hpp"
#include "tocsin/earth/gravity.hpp"
#include "tocsin/motion/ballistic.hpp"

namespace tocsin::formats {
namespace {

const std::string plain =
    "    2    0   -0.484165143790815e-03    0.000000000000000e+00\n"
    "    2    1   -0.206615509074176e-09    0.138441389137979e-08\n"
    "\n    3    0    0.957161207093473D-06    0.0\n";
const std::string icgem =
    "product_type gravity_field\nearth_gravity_constant 3.986004415E+14\nradius 6378136.3\nnorm fully_normalized\n"
    "key L M C S\nend_of_head ======\n"
    "gfc 0 0 1.0 0.0 0 0\ngfc 2 0 -0.484165143790815d-03 0.0 1e-12 0\ngfc 2 1 -0.206615509074176e-09 "
    "0.138441389137979e-08\ngfc 3 0 0.957161207093473e-06 0\n";

std::string refusal(const std::string& text) {
  const auto file = read_gravity_file(text, "field");
  EXPECT_FALSE(file) << text;
  return file ? std::string() : file.error().to_string();
}

TEST(GravityFile, BothFormsGiveTheSameField) {
  const auto a = read_gravity_file(plain, "field");
  const auto b = read_gravity_file(icgem, "field");
  ASSERT_TRUE(a) << a.error().to_string();
  ASSERT_TRUE(b) << b.error().to_string();
  EXPECT_EQ(a->coefficients.size(), 3U);
  EXPECT_EQ(b->coefficients.size(), 4U);
  const Position<Itrf> p{{5e6, -3e6, 4e6}};
  const auto field = [](const GravityFile& f) {
    return earth::GravityField::from(f.coefficients, 3, f.constants).value();
  };
  EXPECT_EQ(field(*a).acceleration(p), field(*b).acceleration(p));
  EXPECT_EQ(read_gravity_file(plain, "field", 2)->coefficients.size(), 2U);
}

TEST(GravityFile, RefusalsNamePlaceFieldAndValue) {
  EXPECT_EQ(refusal("2 0 x 0\n"), "field:1:5: field 'C': found x, expected a number");
  EXPECT_EQ(refusal("2 0 -4.8e-4 0\n2 3 0 0\n"),
            "field:2:3: field 'order': found 3, expected an order up to the degree");
  EXPECT_EQ(refusal("2 0\n"), "field:1:1: field 'columns': found 2, expected n m C S");
  EXPECT_EQ(refusal("gfct 2 0 -4.8e-4 0\n"),
            "field:1:1: field 'key': found gfct, expected gfc: a field that does not change with time");
  EXPECT_EQ(refusal("norm unnormalized\nend_of_head\ngfc 2 0 1 0\n"),
            "field:1:6: field 'norm': found unnormalized, expected fully_normalized");
  EXPECT_NE(refusal("").find("rows"), std::string::npos);
  EXPECT_NE(refusal("2 0 nan 0\n").find("field 'C'"), std::string::npos);
}

TEST(GravityFile, APublishedFieldMovesAnImpactAsMuchAsItsDegreesSay) {
  const auto text = read_file("../shared/data/frames_time/EGM-08norm100.txt", 64U << 20U);
  if (!text) GTEST_SKIP() << "published gravity field is not here (../shared/data/frames_time)";
  const auto file = read_gravity_file(*text, "EGM-08");
  ASSERT_TRUE(file) << file.error().to_string();
  const auto impact = [&](int degree) {
    motion::PropagationOptions options;
    options.stop_at_height_m = 0.0;
    if (degree > 0) {
      options.forces.field = std::make_shared<const earth::GravityField>(
          earth::GravityField::from(file->coefficients, degree, file->constants).value());
    }
    const Instant t = parse_utc("2022-10-03T22:22:00Z").value();
    const Geodetic site{0.7088, 2.2066, 150e3};
    const Vec3 enu{4900.0, 900.0, 4100.0};
    const State<Itrf> start{earth::to_itrf(site), {transposed(earth::enu_from_itrf(site).m) * enu}};
    return motion::propagate_state(start, t, t + seconds(3000.0), options).value().position.m;
  };
  const Vec3 zonal = impact(0);
  const Vec3 eight = impact(8);
  const Vec3 twenty = impact(20);
  const Vec3 sixty = impact(60);
  EXPECT_GT(norm(zonal - twenty), 5.0);
  EXPECT_LT(norm(zonal - twenty), 200.0);
  EXPECT_LT(norm(eight - twenty), 30.0);
  EXPECT_LT(norm(twenty - sixty), 3.0);
}

}  // namespace
}  // namespace tocsin::formats
