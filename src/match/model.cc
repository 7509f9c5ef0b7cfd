#include "match/model.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace throughline::match {

namespace {

// From this level on a date of birth speaks for one person.
constexpr Level birth_agrees = 3;

bool belongs_to_household(Aspect aspect) {
  return aspect == Aspect::family_name || aspect == Aspect::email || aspect == Aspect::phone ||
         aspect == Aspect::place;
}

// Name, address, phone and mailbox of a household come together. Where the first names say that
// these are two people, and no date of birth objects, only the strongest of them counts.
void count_household_once(const Model& model, Pattern pattern, Evidence& evidence) {
  bool two_people = false;
  std::optional<std::size_t> strongest;
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    const Aspect aspect = model.comparisons[c].aspect;
    const auto level = level_in(pattern, c);
    two_people = two_people || (aspect == Aspect::given_name && level == Level{0});
    if (aspect == Aspect::birth_date && level.value_or(0) >= birth_agrees) {
      return;
    }
    if (belongs_to_household(aspect) &&
        (!strongest || evidence.weights[c] > evidence.weights[*strongest])) {
      strongest = c;
    }
  }
  for (std::size_t c = 0; two_people && c < model.comparisons.size(); ++c) {
    if (belongs_to_household(model.comparisons[c].aspect) && strongest != c) {
      evidence.weights[c] = std::min(evidence.weights[c], 0.0);
    }
  }
}

Evidence weigh_levels(const Model& model, Pattern pattern) {
  Evidence evidence;
  evidence.prior = weight_of(model.prior);
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    if (const auto level = level_in(pattern, c)) {
      evidence.weights[c] = std::log2(model.chances[c].m[*level] / model.chances[c].u[*level]);
    }
  }
  return evidence;
}

}  // namespace

double Evidence::total() const {
  double sum = prior;
  for (const double weight : weights) {
    sum += weight;
  }
  return sum;
}

Evidence weigh(const Model& model, Pattern pattern) {
  Evidence evidence = weigh_levels(model, pattern);
  count_household_once(model, pattern, evidence);
  return evidence;
}

Evidence weigh(const Model& model, const Records& records, const Compared& compared) {
  Evidence evidence = weigh_levels(model, compared.pattern);
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    const auto [field, value] = compared.shared[c];
    if (value != no_value) {
      evidence.weights[c] += std::log2(model.agreement[field] / records.frequency(field, value));
    }
  }
  count_household_once(model, compared.pattern, evidence);
  return evidence;
}

double probability_of(double weight) {
  return 1 / (1 + std::exp2(-weight));
}

double weight_of(double probability) {
  return std::log2(probability / (1 - probability));
}

}  // namespace throughline::match
