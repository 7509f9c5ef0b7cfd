#include "journey_engine/property_column.h"

#include <gtest/gtest.h>

#include <thread>

#include "journey_engine/model_test.h"

namespace throughline::journey_engine {
namespace {

// A record of values by property and row that counts what it is asked for.
class Values : public PropertySource {
 public:
  Result<void> read(const std::string& property, std::uint64_t first, std::uint64_t last,
                    const Sink& sink) override {
    if (fails) {
      return Error::unavailable("the record is away");
    }
    const auto& rows = all[property];
    for (auto found = rows.lower_bound(first); found != rows.end() && found->first < last;
         ++found) {
      ++*given;
      sink(found->first, found->second);
    }
    return {};
  }
  std::map<std::string, std::map<std::uint64_t, PropertyValue>> all;
  std::shared_ptr<std::atomic<std::size_t>> given = std::make_shared<std::atomic<std::size_t>>(0);
  bool fails = false;
};

std::optional<PropertyValue> value_at(const PropertyView& view, std::uint64_t row) {
  const std::uint32_t code = view.code(row);
  if (code == PropertyView::absent) {
    return std::nullopt;
  }
  return code == PropertyView::number ? PropertyValue(view.number_at(row)) : view.values()[code];
}

TEST(PropertyColumn, HoldsEveryValueOfEveryKindByRow) {
  SeededRandom random(1);
  Values record;
  auto& amount = record.all["amount"];
  for (std::uint64_t row = 0; row < 20'000; ++row) {
    switch (random.below(row < 8'192 ? 40 : 8)) {
      case 0:
        amount[row] = static_cast<double>(random.below(1'000'000)) / 8;
        break;
      case 1:
        amount[row] = "text " + std::to_string(random.below(300));
        break;
      case 2:
        amount[row] = random.below(2) == 0;
        break;
      case 3:
        amount[row] = static_cast<std::int64_t>(random.next() >> 2U | std::uint64_t{1} << 62U);
        break;
      default:
        break;
    }
  }
  PropertyColumns columns(record);
  for (const std::uint64_t until : {0U, 5U, 4'095U, 4'096U, 9'000U, 19'999U}) {
    const auto view = columns.view("amount", until);
    ASSERT_TRUE(view.ok());
    for (std::uint64_t row = 0; row < 20'000; ++row) {
      const auto found = value_at(*view, row);
      const auto expected = amount.find(row);
      ASSERT_EQ(found.has_value(), row <= until && expected != amount.end()) << row;
      if (found) {
        ASSERT_EQ(*found, expected->second) << row;
      }
    }
  }
  EXPECT_EQ(*record.given, amount.size());  // Each value was read once.
}

TEST(PropertyColumn, SmallIntegersAndNumbersAreTheSame) {
  Values record;
  record.all["n"] = {{1, std::int64_t{7}}, {2, 7.0}, {3, (std::int64_t{1} << 53) + 1}};
  const auto view = PropertyColumns(record).view("n", 3);
  ASSERT_TRUE(view.ok());
  EXPECT_EQ(view->number_at(1), view->number_at(2));
  EXPECT_EQ(std::get<std::int64_t>(view->values()[view->code(3)]), (std::int64_t{1} << 53) + 1);
}

TEST(PropertyColumn, AViewStaysAsItWasAndFailuresMayBeTriedAgain) {
  Values record;
  record.all["n"] = {{1, 1.0}, {2, std::string("two")}};
  PropertyColumns columns(record);
  const auto before = columns.view("n", 1);
  record.fails = true;
  EXPECT_EQ(columns.view("n", 2).error().code, ErrorCode::unavailable);
  record.fails = false;
  const auto after = columns.view("n", 2);
  columns.forget();
  EXPECT_EQ(columns.memory(), 0U);
  EXPECT_EQ(value_at(*before, 2), std::nullopt);
  EXPECT_EQ(value_at(*after, 1), PropertyValue(1.0));
  EXPECT_EQ(value_at(*after, 2), PropertyValue(std::string("two")));
}

// properties.amount > 100 over the events of a visit, with merges and late events before.
TEST(PropertyColumn, FiltersEventsOfLinesHoweverTheyMoved) {
  Model model;
  Engine engine(model, {.customers_per_shard = 4, .changed_part = 4});
  Happenings world(9);
  world.introduce(engine, model);
  Values record;
  for (std::uint64_t i = 1; i <= 400; ++i) {
    EventAdded event = world.event();
    event.row = i;
    record.all["amount"][i] = static_cast<double>(world.below(200));
    model.apply(event);
    ASSERT_TRUE(engine.apply(event).ok());
    if (i % 7 == 0) {
      const OwnersChanged change = world.owners();
      model.apply(change);
      ASSERT_TRUE(engine.apply(change).ok());
    }
    engine.compact();
  }
  ASSERT_TRUE(engine.publish({.seq = 400}).ok());
  const Snapshot snapshot = engine.snapshot();
  PropertyColumns columns(record);
  const auto view = columns.view("amount", 400);
  ASSERT_TRUE(view.ok());
  std::map<CustomerId, std::size_t> found;
  snapshot.visit({0, snapshot.shards()}, [&](CustomerId customer, Line line) {
    for (const LineEvent& event : line) {
      found[customer] +=
          view->code(event.row) == PropertyView::number && view->number_at(event.row) > 100 ? 1 : 0;
    }
  });
  std::map<CustomerId, std::size_t> expected;
  for (const auto& [customer, line] : model.lines()) {
    for (const auto& [code, at_ms, row] : line) {
      expected[customer] += std::get<double>(record.all["amount"][row]) > 100 ? 1 : 0;
    }
  }
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace throughline::journey_engine
