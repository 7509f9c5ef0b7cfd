// Comparisons: how two records agree, as one level for each thing that is compared.
//
// Parts that say the same thing are one comparison, because the model takes comparisons for
// independent: what stands in an address hangs together, and so do an address and a family name,
// and names and the mail addresses made of them.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "match/records.h"

namespace throughline::match {

enum class Aspect { given_name, family_name, birth_date, email, phone, place, identifier, other };

// From the least to the most alike. Which of them an aspect has, and how it puts them in words, see
// level_words().
using Level = std::uint8_t;
constexpr std::size_t levels_max = 7;

struct Comparison {
  Aspect aspect = Aspect::other;
  std::size_t field = 0;  // Of no meaning for place.
};

// The levels of all comparisons in three bits each: 0 where one of the records says nothing, or
// where another comparison speaks for it; level + 1 otherwise.
using Pattern = std::uint64_t;

inline std::optional<Level> level_in(Pattern pattern, std::size_t comparison) {
  const auto bits = static_cast<Level>(pattern >> (3 * comparison) & 7U);
  return bits == 0 ? std::nullopt : std::optional(static_cast<Level>(bits - 1));
}

// The value on whose rarity a level rests, where both have the same one.
struct SharedValue {
  std::size_t field = 0;
  ValueIndex value = no_value;
};

struct Compared {
  Pattern pattern = 0;
  std::array<SharedValue, fields_max> shared = {};  // By comparison.
};

// The comparisons that a schema allows, made once for many pairs. Only reads; several threads may.
class Comparer {
 public:
  explicit Comparer(const Records& records);

  [[nodiscard]] const std::vector<Comparison>& comparisons() const { return comparisons_; }
  [[nodiscard]] Compared compare(RecordIndex a, RecordIndex b) const;

 private:
  struct Outcome {
    std::optional<Level> level = {};
    SharedValue shared = {};
  };
  enum class Likeness { missing, different, alike, same };

  [[nodiscard]] bool swapped_names(RecordIndex a, RecordIndex b) const;
  [[nodiscard]] bool namesakes(RecordIndex a, RecordIndex b) const;
  // Namesakes have mail addresses that are alike, because these are made of names.
  void leave_out_likeness_of_mail(Pattern& pattern) const;
  [[nodiscard]] Outcome compare_values(Aspect aspect, std::size_t field, RecordIndex a,
                                       RecordIndex b) const;
  [[nodiscard]] Outcome compare_place(RecordIndex a, RecordIndex b, bool& speaks_for_family) const;
  [[nodiscard]] Likeness likeness(FieldRole role, RecordIndex a, RecordIndex b,
                                  SharedValue& shared) const;
  // Whether the value says more than the best shared one so far: the rarer of two does.
  [[nodiscard]] bool tells_more(std::size_t field, ValueIndex value, const Outcome& best) const;
  // How many are alike or the same.
  [[nodiscard]] static int agreeing(std::initializer_list<Likeness> places);
  [[nodiscard]] std::optional<std::size_t> field_of(FieldRole role) const;

  const Records& records_;
  std::vector<Comparison> comparisons_;
  std::array<std::optional<std::size_t>, 16> field_of_role_ = {};
};

std::size_t level_count(Aspect aspect);
// Whether the level rests on one equal value, whose rarity then counts.
std::string_view level_words(Aspect aspect, Level level);
std::string_view name_of(Aspect aspect);

// How alike two values are, as a level of the aspect. Not for place, and without swapped names.
Level level_of(Aspect aspect, std::string_view a, std::string_view b);

}  // namespace throughline::match
