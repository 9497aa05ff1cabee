#include "tocsin/earth/gravity_field.hpp"

#include <array>
#include <cmath>
#include <string>

namespace tocsin::earth {
namespace {

/// The solid harmonics V and W of one place, up to one degree more than the field.
class SolidHarmonics {
 public:
  SolidHarmonics(const Vec3& r, double radius_m, int degree) {
    const double r2 = dot(r, r);
    const double rho = radius_m * radius_m / r2;
    const double x = radius_m * r.x / r2;
    const double y = radius_m * r.y / r2;
    const double z = radius_m * r.z / r2;
    v(0, 0) = radius_m / std::sqrt(r2);
    w(0, 0) = 0.0;
    for (int m = 0; m <= degree; ++m) {
      if (m > 0) {
        const double f = 2.0 * m - 1.0;
        v(m, m) = f * (x * v(m - 1, m - 1) - y * w(m - 1, m - 1));
        w(m, m) = f * (x * w(m - 1, m - 1) + y * v(m - 1, m - 1));
      }
      for (int n = m + 1; n <= degree; ++n) {
        const double along = (2.0 * n - 1.0) / (n - m) * z;
        const double back = (n + m - 1.0) / (n - m) * rho;
        v(n, m) = along * v(n - 1, m);
        w(n, m) = along * w(n - 1, m);
        if (n < m + 2) continue;
        v(n, m) -= back * v(n - 2, m);
        w(n, m) -= back * w(n - 2, m);
      }
    }
  }

  double& v(int n, int m) { return v_[index(n, m)]; }
  double& w(int n, int m) { return w_[index(n, m)]; }

 private:
  static constexpr int kSize = GravityField::kMaxDegree + 2;
  static std::size_t index(int n, int m) { return static_cast<std::size_t>(n * (n + 1) / 2 + m); }
  std::array<double, static_cast<std::size_t>(kSize*(kSize + 1) / 2)> v_;  // filled up to the degree only
  std::array<double, static_cast<std::size_t>(kSize*(kSize + 1) / 2)> w_;
};

/// What turns a fully normalised coefficient into a plain one.
double plain_factor(int n, int m) {
  double factor = (m == 0 ? 1.0 : 2.0) * (2.0 * n + 1.0);
  for (int i = n - m + 1; i <= n + m; ++i) factor /= i;
  return std::sqrt(factor);
}

}  // namespace

Result<GravityField> GravityField::from(std::span<const HarmonicCoefficient> coefficients, int degree,
                                        const Constants& constants) {
  if (degree < 2 || degree > kMaxDegree)
    return fail_field("degree", std::to_string(degree), "2 to " + std::to_string(kMaxDegree));
  if (!(constants.mu_m3_s2 > 3.9e14 && constants.mu_m3_s2 < 4.1e14))
    return fail_field("mu_m3_s2", std::to_string(constants.mu_m3_s2), "that of the Earth, about 3.986e14");
  if (!(constants.radius_m > 6.3e6 && constants.radius_m < 6.4e6))
    return fail_field("radius_m", std::to_string(constants.radius_m), "that of the Earth, about 6378136");
  GravityField out;
  out.degree_ = degree;
  out.constants_ = constants;
  out.pairs_.resize(at(degree, degree) + 1);
  out.pairs_[0].c = 1.0;
  std::vector<bool> seen(out.pairs_.size(), false);
  std::int64_t record = 0;
  for (const HarmonicCoefficient& k : coefficients) {
    ++record;
    const auto refuse = [&](const char* field, const std::string& value, const char* expected) {
      return fail(fail_field(field, value, expected).value().at_record(record));
    };
    const std::string name = std::to_string(k.degree) + " " + std::to_string(k.order);
    if (k.degree < 0 || k.order < 0 || k.order > k.degree)
      return refuse("order", name, "an order from 0 to the degree");
    if (!std::isfinite(k.c) || !std::isfinite(k.s) || std::abs(k.c) > 1.0 || std::abs(k.s) > 1.0)
      return refuse("coefficient", name, "finite, normalised coefficients");
    if (k.degree < 2 || k.degree > degree) continue;
    if (seen[at(k.degree, k.order)]) return refuse("degree and order", name, "each pair once");
    seen[at(k.degree, k.order)] = true;
    const double factor = plain_factor(k.degree, k.order);
    // A sine of order 0 has no meaning.
    out.pairs_[at(k.degree, k.order)] = {factor * k.c, k.order == 0 ? 0.0 : factor * k.s};
  }
  const double j2 = -out.pairs_[at(2, 0)].c;
  if (!(j2 > 1.08e-3 && j2 < 1.09e-3))
    return fail_field("C20", std::to_string(-j2), "the Earth's: -1.0826e-3, normalised -4.8417e-4");
  out.make_terms();
  return out;
}

// The published sums run over the coefficients; here each is turned to the harmonics that it multiplies, so that none
// has to be kept.
void GravityField::make_terms() {
  const auto pair = [&](int n, int m) { return m >= 0 && m <= n ? pairs_[at(n, m)] : Pair{}; };
  for (int m = 0; m <= degree_ + 1; ++m) {
    for (int big = m; big <= degree_ + 1; ++big) {
      Term t;
      if (big > m) {
        t.along = (2.0 * big - 1.0) / (big - m);
        t.back = (big + m - 1.0) / (big - m);
      }
      const int n = big - 1;
      if (n >= 0) {
        const Pair here = pair(n, m);
        const Pair above = pair(n, m + 1);
        const Pair below = pair(n, m - 1);
        const double up = 0.5 * (n - m + 1.0) * (n - m);
        const double down = m == 1 ? 1.0 : 0.5;  // order 0 stands for itself alone
        t.x_v = up * above.c - down * below.c;
        t.x_w = up * above.s - down * below.s;
        t.y_v = up * above.s + down * below.s;
        t.y_w = -up * above.c - down * below.c;
        t.z_v = -(big - m) * here.c;
        t.z_w = -(big - m) * here.s;
      }
      terms_.push_back(t);
    }
  }
}

Vec3 GravityField::acceleration(const Position<Itrf>& place) const {
  const Vec3& r = place.m;
  const double radius = constants_.radius_m;
  const double r2 = dot(r, r);
  const double rho = radius * radius / r2;
  const double x = radius * r.x / r2;
  const double y = radius * r.y / r2;
  const double z = radius * r.z / r2;
  double sector_v = radius / std::sqrt(r2);  // V(m, m) and W(m, m)
  double sector_w = 0.0;
  Vec3 a;
  const Term* term = terms_.data();
  for (int m = 0; m <= degree_ + 1; ++m) {
    double v = sector_v;
    double w = sector_w;
    double v_before = 0.0;
    double w_before = 0.0;
    for (int n = m; n <= degree_ + 1; ++n, ++term) {
      if (n > m) {
        const double along = term->along * z;
        const double back = term->back * rho;
        const double v_next = along * v - back * v_before;
        const double w_next = along * w - back * w_before;
        v_before = v;
        w_before = w;
        v = v_next;
        w = w_next;
      }
      a.x += term->x_v * v + term->x_w * w;
      a.y += term->y_v * v + term->y_w * w;
      a.z += term->z_v * v + term->z_w * w;
    }
    const double f = 2.0 * m + 1.0;
    const double next_v = f * (x * sector_v - y * sector_w);
    sector_w = f * (x * sector_w + y * sector_v);
    sector_v = next_v;
  }
  return (constants_.mu_m3_s2 / (radius * radius)) * a;
}

double GravityField::potential(const Position<Itrf>& place) const {
  SolidHarmonics h(place.m, constants_.radius_m, degree_);
  double sum = 0.0;
  for (int n = degree_; n >= 0; --n) {
    for (int m = 0; m <= n; ++m) sum += pairs_[at(n, m)].c * h.v(n, m) + pairs_[at(n, m)].s * h.w(n, m);
  }
  return constants_.mu_m3_s2 / constants_.radius_m * sum;
}

}  // namespace tocsin::earth
