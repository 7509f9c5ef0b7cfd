// WhoIsIn: people are judged many at a time, and as if each was alone.
#include <gtest/gtest.h>

#include "segments/rule_json.h"
#include "segments/segments.who_is_in.h"

namespace throughline::segments {
namespace {

using journey_engine::CustomerId;
using journey_engine::EventSet;
using journey_engine::LineEvent;
using journey_engine::PropertyColumns;
using journey_engine::PropertyValue;
using journeys::PeopleSet;

constexpr std::int64_t people = 2'000;
constexpr std::int64_t threads = 3;
constexpr std::uint32_t added = 1;
constexpr std::uint32_t paid = 2;
constexpr std::uint32_t seen = 3;

std::int64_t cart_of(std::uint64_t row) {
  return static_cast<std::int64_t>(row % 5);
}

class Carts : public journey_engine::PropertySource {
 public:
  Result<void> read(const std::string& /*property*/, std::uint64_t first, std::uint64_t last,
                    const Sink& sink) override {
    for (std::uint64_t row = first; row < last; ++row) {
      sink(row, PropertyValue(cart_of(row)));
    }
    return {};
  }
};

// Every third person paid, some minutes after she added; rows lie wherever.
struct Life {
  std::vector<LineEvent> line = {};
  explicit Life(std::int64_t person) {
    const auto row = static_cast<std::uint64_t>((person * 7'918) % 40'000 + 1);
    line = {{seen, 1'000, row}, {added, 2'000, row + 1}};
    if (person % 3 == 0) {
      line.push_back({paid, person % 2 == 0 ? 60'000 : 7'200'000,
                      row + 2 + static_cast<std::uint64_t>(person % 5)});
    }
  }
  [[nodiscard]] bool has_paid() const { return line.size() > 2; }
  [[nodiscard]] bool has_paid_soon() const { return has_paid() && line[2].at_ms < 3'600'000; }
  [[nodiscard]] bool has_paid_the_same() const {
    return has_paid() && cart_of(line[1].row) == cart_of(line[2].row);
  }
};

// Who is in it as a scan finds them, threads and all.
PeopleSet found(const Question& question) {
  WhoIsIn whole(question);
  std::vector<WhoIsIn> reports(threads, whole);
  PeopleSet everybody;
  for (std::int64_t person = 1; person <= people; ++person) {
    everybody.add({person});
    // The last has no line at all; and one with a line is nobody any more.
    if (person < people) {
      reports[static_cast<std::size_t>(person % threads)].add(CustomerId{person},
                                                              Life(person).line);
    }
  }
  whole.add(CustomerId{people + 1}, Life(people + 1).line);
  for (const WhoIsIn& report : reports) {
    whole.merge(report);
  }
  return whole.found(everybody);
}

template <class Holds>
void expect(const PeopleSet& found, const Holds& holds) {
  std::int64_t count = 0;
  for (std::int64_t person = 1; person <= people; ++person) {
    const bool expected = person < people && holds(Life(person));
    count += expected ? 1 : 0;
    EXPECT_EQ(found.has({person}), expected) << person;
  }
  EXPECT_EQ(found.count(), static_cast<std::uint64_t>(count));
  EXPECT_GT(count, 50);
  EXPECT_LT(count, people);
}

TEST(WhoIsIn, IsWhomTheRuleTakesInEachAlone) {
  const Listed nobody;
  const auto rule =
      parse_rule(R"({"sequence":[{"event":"Added"},{"event":"Paid"}],"within_s":3600})");
  ASSERT_TRUE(rule.ok());
  expect(found({.rule = *rule,
                .listed = nobody,
                .steps = {EventSet({added}), EventSet({paid})},
                .same = {{}, {}}}),
         [](const Life& life) { return life.has_paid_soon(); });
}

TEST(WhoIsIn, TestsRowsTogetherAsOneByOne) {
  const Listed nobody;
  const auto rule = parse_rule(R"({"event":"Paid","count":{"is":"at_least","value":1}})");
  ASSERT_TRUE(rule.ok());
  const std::vector<std::uint32_t> codes = {paid};
  const auto is_it = [](CustomerId, const LineEvent& event) { return cart_of(event.row) == 2; };
  const EventSet one_by_one(codes, is_it);
  const EventSet together(codes, is_it,
                          [](std::span<const std::uint64_t> rows, std::span<std::uint8_t> into) {
                            for (std::size_t i = 0; i < rows.size(); ++i) {
                              into[i] = cart_of(rows[i]) == 2 ? 1 : 0;
                            }
                          });
  for (const EventSet& set : {one_by_one, together}) {
    expect(found({.rule = *rule, .listed = nobody, .steps = {set}, .same = {{}}}),
           [](const Life& life) { return life.has_paid() && cart_of(life.line[2].row) == 2; });
  }
}

TEST(WhoIsIn, ReadsWhatHasToBeTheSameOfEachPersonByItself) {
  const Listed nobody;
  Carts carts;
  PropertyColumns columns(carts);
  const auto view = columns.view("cart", 50'000);
  ASSERT_TRUE(view.ok());
  const auto rule = parse_rule(
      R"({"sequence":[{"event":"Added"},{"event":"Paid"}],"within_s":86400,"same":"cart"})");
  ASSERT_TRUE(rule.ok());
  expect(found({.rule = *rule,
                .listed = nobody,
                .steps = {EventSet({added}), EventSet({paid})},
                .same = {*view, *view}}),
         [](const Life& life) { return life.has_paid_the_same(); });
}

}  // namespace
}  // namespace throughline::segments
