#include "journeys/journeys.breakdown.h"

#include <algorithm>
#include <bit>

#include "base/overloaded.h"
#include "journeys/journeys.event_property.h"

namespace throughline::journeys {

using journey_engine::PropertyValue;
using journey_engine::PropertyView;

namespace {

std::uint64_t bits_of(double number) {
  return std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);  // Minus zero is zero.
}

std::optional<double> number_in(const PropertyValue& value) {
  const auto* number = std::get_if<double>(&value);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

// Integers and the doubles that are equal to them are one number.
PropertyValue with_one_number_type(PropertyValue value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    constexpr std::int64_t exact = std::int64_t{1} << 53U;
    if (*whole >= -exact && *whole <= exact) {
      return static_cast<double>(*whole);
    }
  }
  return value;
}

const std::vector<PropertyValue>& values_of(const std::variant<PropertyView, TraitValues>& source) {
  return std::visit(
      [](const auto& one) -> const std::vector<PropertyValue>& { return one.values(); }, source);
}

}  // namespace

void TraitValues::set(ProfileId person, const condition::Fact& value) {
  const auto id = static_cast<std::size_t>(person.value);
  if (codes_.size() <= id) {
    codes_.resize(std::max(id + 1, 2 * codes_.size()));
  }
  PropertyValue kept = std::visit([](const auto& one) { return PropertyValue(one); }, value);
  const auto [known, added] = known_.try_emplace(kept, static_cast<std::uint32_t>(values_.size()));
  if (added) {
    values_.push_back(std::move(kept));
  }
  codes_[id] = known->second;
}

ValueKey TraitValues::key_of(ProfileId person) const {
  const auto id = static_cast<std::size_t>(person.value);
  return {.code = id < codes_.size() ? codes_[id] : PropertyView::absent};
}

std::optional<double> TraitValues::number_of(ProfileId person) const {
  return number_in(values_[key_of(person).code]);
}

bool TraitValues::has_numbers() const {
  return std::any_of(values_.begin(), values_.end(),
                     [](const PropertyValue& value) { return number_in(value).has_value(); });
}

void Breakdown::keys_of(std::span<const ProfileId> people, std::vector<ValueKey>& into) const {
  const auto& trait = std::get<TraitValues>(source_);
  into.resize(people.size());
  std::transform(people.begin(), people.end(), into.begin(),
                 [&](ProfileId person) { return trait.key_of(person); });
}

ValueKey Breakdown::key_of(ProfileId person, std::uint64_t row) const {
  return std::visit(overloaded{
                        [&](const PropertyView& property) {
                          const std::uint32_t code = property.code(row);
                          return code == PropertyView::number
                                     ? ValueKey{code, bits_of(property.number_at(row))}
                                     : ValueKey{.code = code};
                        },
                        [&](const TraitValues& trait) { return trait.key_of(person); },
                    },
                    source_);
}

std::string Breakdown::json_of(const ValueKey& key) const {
  if (key.code == PropertyView::absent) {
    return "null";
  }
  return key.code == PropertyView::number
             ? journeys::json_of(PropertyValue(std::bit_cast<double>(key.number)))
             : journeys::json_of(values_of(source_)[key.code]);
}

std::optional<ValueKey> Breakdown::find(const std::string& json) const {
  const auto document = codec::JsonDocument::parse(json);
  const auto asked = document.ok() ? value_of(document->root()) : std::nullopt;
  if (!asked) {
    return std::nullopt;
  }
  const PropertyValue value = with_one_number_type(*asked);
  if (const auto number = number_in(value);
      number && std::holds_alternative<PropertyView>(source_)) {
    return ValueKey{PropertyView::number, bits_of(*number)};
  }
  const auto& values = values_of(source_);
  const auto found = std::find(values.begin() + 2, values.end(), value);
  return found == values.end()
             ? std::nullopt
             : std::optional(ValueKey{.code = static_cast<std::uint32_t>(found - values.begin())});
}

}  // namespace throughline::journeys
