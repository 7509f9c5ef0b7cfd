#include "match/comparison.h"

#include <algorithm>
#include <span>

#include "base/assert.h"
#include "match/normalise.h"
#include "match/text_distance.h"

namespace throughline::match {

namespace {

// Similarities of Jaro and Winkler at which names are taken for close and for related.
constexpr double close_names = 0.92;
constexpr double related_names = 0.8;

constexpr Level given_swapped = 4;
constexpr Level same_mailbox = 3;
enum PlaceLevel : Level {
  elsewhere,
  same_region,
  same_area_in_part,
  same_area,
  same_street,
  same_address,
  same_household
};

struct AspectWords {
  Aspect aspect;
  std::string_view name;
  std::span<const std::string_view> levels;
};

constexpr std::array<std::string_view, 6> given_words = {
    "different", "related", "close", "one is short for the other", "first and last exchanged",
    "the same"};
constexpr std::array<std::string_view, 5> family_words = {"different", "related", "close",
                                                          "one is part of the other", "the same"};
constexpr std::array<std::string_view, 5> birth_words = {
    "different", "only the year or the day agrees", "two digits differ",
    "one digit differs or two are exchanged", "the same"};
constexpr std::array<std::string_view, 5> email_words = {"different", "similar names before the @",
                                                         "a small difference",
                                                         "the same name before the @", "the same"};
constexpr std::array<std::string_view, 3> number_words = {"different", "one digit differs",
                                                          "the same"};
constexpr std::array<std::string_view, 7> place_words = {"different",
                                                         "the same region",
                                                         "partly the same area",
                                                         "the same area",
                                                         "the same street",
                                                         "the same address, another family name",
                                                         "the same address and family name"};
constexpr std::array<std::string_view, 3> other_words = {"different", "close", "the same"};

constexpr std::array<AspectWords, 8> aspects = {{
    {Aspect::given_name, "first name", given_words},
    {Aspect::family_name, "last name", family_words},
    {Aspect::birth_date, "date of birth", birth_words},
    {Aspect::email, "email", email_words},
    {Aspect::phone, "phone", number_words},
    {Aspect::place, "address", place_words},
    {Aspect::identifier, "number", number_words},
    {Aspect::other, "other", other_words},
}};

const AspectWords& words_of(Aspect aspect) {
  return aspects.at(static_cast<std::size_t>(aspect));
}

bool begins_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// One holds all words of the other: double names and names with and without a particle.
bool is_part_of(std::string_view longer, std::string_view shorter) {
  if (shorter.size() > longer.size()) {
    std::swap(longer, shorter);
  }
  const std::size_t at = longer.find(shorter);
  return shorter.size() > 1 && at != std::string_view::npos && (at == 0 || longer[at - 1] == ' ') &&
         (at + shorter.size() == longer.size() || longer[at + shorter.size()] == ' ');
}

// 2 where close, 1 where related, else 0.
Level closeness(std::string_view a, std::string_view b) {
  if (jaro_winkler_at_most(a, b) < related_names) {
    return 0;
  }
  if (std::min(a.size(), b.size()) > 3 && edits(a, b, 1) <= 1) {
    return 2;
  }
  const double similarity = jaro_winkler(a, b);
  return similarity >= close_names ? 2 : similarity >= related_names ? 1 : 0;
}

bool is_close(std::string_view a, std::string_view b) {
  return closeness(a, b) == 2;
}

Level given_level(std::string_view a, std::string_view b) {
  if (a == b) {
    return 5;
  }
  if (begins_with(a, b) || begins_with(b, a) || is_part_of(a, b)) {
    return 3;
  }
  return closeness(a, b);
}

Level family_level(std::string_view a, std::string_view b) {
  if (a == b) {
    return 4;
  }
  if (is_part_of(a, b)) {
    return 3;
  }
  return closeness(a, b);
}

Level birth_level(std::string_view a, std::string_view b) {
  if (a == b) {
    return 4;
  }
  const std::size_t apart = jaro_winkler_at_most(a, b) < related_names ? 3 : edits(a, b, 2);
  const bool whole = a.size() == 8 && b.size() == 8;
  const bool exchanged = whole && begins_with(a, b.substr(0, 4)) &&
                         a.substr(4, 2) == b.substr(6, 2) && a.substr(6, 2) == b.substr(4, 2);
  if (apart <= 1 || exchanged) {
    return 3;
  }
  if (apart == 2) {
    return 2;
  }
  return whole && (begins_with(a, b.substr(0, 4)) || a.substr(4) == b.substr(4)) ? 1 : 0;
}

Level email_level(std::string_view a, std::string_view b) {
  if (a == b) {
    return 4;
  }
  const std::string_view left = local_part(a);
  const std::string_view right = local_part(b);
  if (left == right) {
    return 3;
  }
  if (jaro_winkler_at_most(left, right) < related_names) {
    return 0;
  }
  if (edits(a, b, 2) <= 2) {
    return 2;
  }
  return jaro_winkler(left, right) >= close_names ? 1 : 0;
}

Level number_level(std::string_view a, std::string_view b) {
  const bool may_be_close =
      std::min(a.size(), b.size()) > 3 && jaro_winkler_at_most(a, b) >= related_names;
  return a == b ? 2 : may_be_close && edits(a, b, 1) <= 1 ? 1 : 0;
}

Level other_level(std::string_view a, std::string_view b) {
  return a == b ? 2 : is_close(a, b) ? 1 : 0;
}

Aspect aspect_of(FieldRole role) {
  switch (role) {
    case FieldRole::given_name:
      return Aspect::given_name;
    case FieldRole::family_name:
      return Aspect::family_name;
    case FieldRole::birth_date:
      return Aspect::birth_date;
    case FieldRole::email:
      return Aspect::email;
    case FieldRole::phone:
      return Aspect::phone;
    case FieldRole::identifier:
      return Aspect::identifier;
    case FieldRole::other:
      return Aspect::other;
    case FieldRole::house_number:
    case FieldRole::street:
    case FieldRole::place_detail:
    case FieldRole::locality:
    case FieldRole::postcode:
    case FieldRole::region:
      return Aspect::place;
  }
  return Aspect::other;
}

}  // namespace

std::size_t level_count(Aspect aspect) {
  return words_of(aspect).levels.size();
}

std::string_view level_words(Aspect aspect, Level level) {
  TL_ASSERT(level < level_count(aspect));
  return words_of(aspect).levels[level];
}

std::string_view name_of(Aspect aspect) {
  return words_of(aspect).name;
}

Level level_of(Aspect aspect, std::string_view a, std::string_view b) {
  switch (aspect) {
    case Aspect::given_name:
      return given_level(a, b);
    case Aspect::family_name:
      return family_level(a, b);
    case Aspect::birth_date:
      return birth_level(a, b);
    case Aspect::email:
      return email_level(a, b);
    case Aspect::phone:
    case Aspect::identifier:
      return number_level(a, b);
    case Aspect::place:
    case Aspect::other:
      break;
  }
  return other_level(a, b);
}

Comparer::Comparer(const Records& records) : records_(records) {
  bool has_place = false;
  const std::vector<Field>& fields = records.schema().fields;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    auto& first = field_of_role_.at(static_cast<std::size_t>(fields[f].role));
    const Aspect aspect = aspect_of(fields[f].role);
    if (aspect != Aspect::place) {
      comparisons_.push_back({aspect, f});
    } else if (!has_place) {
      comparisons_.push_back({aspect, f});
      has_place = true;
    }
    first = first ? first : f;
  }
}

std::optional<std::size_t> Comparer::field_of(FieldRole role) const {
  return field_of_role_.at(static_cast<std::size_t>(role));
}

bool Comparer::swapped_names(RecordIndex a, RecordIndex b) const {
  const auto given = field_of(FieldRole::given_name);
  const auto family = field_of(FieldRole::family_name);
  if (!given || !family) {
    return false;
  }
  const auto crosses = [&](RecordIndex one, RecordIndex other) {
    const ValueIndex first = records_.values(one, *given).front();
    const ValueIndex last = records_.values(other, *family).front();
    return first != no_value && last != no_value &&
           records_.text(*given, first) == records_.text(*family, last);
  };
  const bool same = records_.values(a, *given).front() == records_.values(b, *given).front();
  return !same && crosses(a, b) && crosses(b, a);
}

bool Comparer::tells_more(std::size_t field, ValueIndex value, const Outcome& best) const {
  return best.shared.value == no_value ||
         records_.frequency(field, value) < records_.frequency(field, best.shared.value);
}

Comparer::Outcome Comparer::compare_values(Aspect aspect, std::size_t field, RecordIndex a,
                                           RecordIndex b) const {
  Outcome best;
  for (const ValueIndex left : records_.values(a, field)) {
    for (const ValueIndex right : records_.values(b, field)) {
      if (left == no_value || right == no_value) {
        break;
      }
      if (left == right) {
        best.level = static_cast<Level>(level_count(aspect) - 1);
        best.shared = tells_more(field, left, best) ? SharedValue{field, left} : best.shared;
      } else if (best.shared.value == no_value) {
        const Level level =
            level_of(aspect, records_.text(field, left), records_.text(field, right));
        best.level = std::max(best.level.value_or(0), level);
      }
    }
  }
  return best;
}

Comparer::Likeness Comparer::likeness(FieldRole role, RecordIndex a, RecordIndex b,
                                      SharedValue& shared) const {
  const auto field = field_of(role);
  if (!field) {
    return Likeness::missing;
  }
  const ValueIndex left = records_.values(a, *field).front();
  const ValueIndex right = records_.values(b, *field).front();
  if (left == no_value || right == no_value) {
    return Likeness::missing;
  }
  if (left == right) {
    shared = {*field, left};
    return Likeness::same;
  }
  const std::string_view one = records_.text(*field, left);
  const std::string_view other = records_.text(*field, right);
  const bool is_text = role == FieldRole::street || role == FieldRole::locality ||
                       role == FieldRole::family_name || role == FieldRole::place_detail ||
                       role == FieldRole::given_name;
  const bool alike = is_text ? is_close(one, other) || is_part_of(one, other)
                             : one.size() > 3 && edits(one, other, 1) <= 1;
  return alike ? Likeness::alike : Likeness::different;
}

int Comparer::agreeing(std::initializer_list<Likeness> places) {
  return static_cast<int>(
      std::ranges::count_if(places, [](Likeness place) { return place >= Likeness::alike; }));
}

Comparer::Outcome Comparer::compare_place(RecordIndex a, RecordIndex b,
                                          bool& speaks_for_family) const {
  SharedValue family_name;
  SharedValue code;
  SharedValue town;
  SharedValue ignored;
  const Likeness number = likeness(FieldRole::house_number, a, b, ignored);
  const Likeness street = likeness(FieldRole::street, a, b, ignored);
  const Likeness detail = likeness(FieldRole::place_detail, a, b, ignored);
  const Likeness locality = likeness(FieldRole::locality, a, b, town);
  const Likeness postcode = likeness(FieldRole::postcode, a, b, code);
  const Likeness region = likeness(FieldRole::region, a, b, ignored);
  if (std::max({number, street, detail, locality, postcode, region}) == Likeness::missing) {
    return {};
  }
  const int area = agreeing({locality, postcode});
  const int spot = agreeing({street, number, detail});
  if (spot >= 2 && area > 0) {
    const Likeness family = likeness(FieldRole::family_name, a, b, family_name);
    speaks_for_family = family != Likeness::missing;
    return {static_cast<Level>(agreeing({family}) > 0 ? same_household : same_address), {}};
  }
  if (spot >= 2 || (agreeing({street}) > 0 && area > 0)) {
    return {Level{same_street}, {}};
  }
  if (area > 0) {
    return {static_cast<Level>(area == 2 ? same_area : same_area_in_part),
            town.value != no_value ? town : code};
  }
  return {static_cast<Level>(region == Likeness::same ? same_region : elsewhere), {}};
}

bool Comparer::namesakes(RecordIndex a, RecordIndex b) const {
  SharedValue ignored;
  const auto agree = [&](FieldRole role) {
    const Likeness names = likeness(role, a, b, ignored);
    return names == Likeness::same || names == Likeness::alike;
  };
  return agree(FieldRole::given_name) && agree(FieldRole::family_name);
}

void Comparer::leave_out_likeness_of_mail(Pattern& pattern) const {
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    const auto level = level_in(pattern, c);
    if (comparisons_[c].aspect == Aspect::email && level && *level > 0 && *level < same_mailbox) {
      pattern &= ~(Pattern{7} << (3 * c));
    }
  }
}

Compared Comparer::compare(RecordIndex a, RecordIndex b) const {
  Compared compared;
  const bool swapped = swapped_names(a, b);
  bool family_is_spoken_for = swapped;
  std::optional<std::size_t> family;
  for (std::size_t c = 0; c < comparisons_.size(); ++c) {
    const auto [aspect, field] = comparisons_[c];
    Outcome outcome;
    if (aspect == Aspect::place) {
      outcome = compare_place(a, b, family_is_spoken_for);
    } else if (aspect == Aspect::given_name && swapped) {
      outcome.level = given_swapped;
    } else {
      outcome = compare_values(aspect, field, a, b);
    }
    family = aspect == Aspect::family_name ? c : family;
    if (outcome.level) {
      compared.pattern |= Pattern{*outcome.level + 1U} << (3 * c);
      compared.shared.at(c) = outcome.shared;
    }
  }
  if (family && family_is_spoken_for) {
    compared.pattern &= ~(Pattern{7} << (3 * *family));
    compared.shared.at(*family) = {};
  }
  if (namesakes(a, b)) {
    leave_out_likeness_of_mail(compared.pattern);
  }
  return compared;
}

}  // namespace throughline::match
