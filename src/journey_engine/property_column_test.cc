#include "journey_engine/property_column.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
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

// Transactions that run side by side show their rows in another order than their numbers.
TEST(PropertyColumn, ReadsPagesAgainWhereRowsCameLate_AN05) {
  SeededRandom random(3);
  Values record;
  PropertyColumns columns(record);
  std::vector<std::uint64_t> rows(9'000);
  for (std::uint64_t row = 0; row < rows.size(); ++row) {
    rows[row] = row;
  }
  // Neighbours swap places.
  for (std::size_t i = 0; i + 40 < rows.size(); ++i) {
    std::swap(rows[i], rows[i + random.below(40)]);
  }
  for (std::size_t from = 0; from < rows.size();) {
    const std::size_t until = std::min<std::size_t>(rows.size(), from + 1 + random.below(600));
    const std::span batch = std::span(rows).subspan(from, until - from);
    for (const std::uint64_t row : batch) {
      record.all["n"][row] = static_cast<double>(row);
    }
    columns.arrived(batch);
    from = until;
    const auto view = columns.view("n", columns.newest_row());
    ASSERT_TRUE(view.ok());
    for (std::size_t i = 0; i < until; ++i) {
      ASSERT_EQ(value_at(*view, rows[i]), PropertyValue(static_cast<double>(rows[i])));
    }
  }
}

TEST(PropertyColumn, DropsThoseNotAskedForBeyondItsLimit) {
  Values record;
  for (std::uint64_t row = 0; row < 4'096; ++row) {
    record.all["a"][row] = std::to_string(row);
    record.all["b"][row] = 1.0;
    record.all["c"][row] = 2.0;
  }
  PropertyColumns columns(record, 110'000);
  ASSERT_TRUE(columns.view("b", 4'095).ok());
  ASSERT_TRUE(columns.view("c", 4'095).ok());
  ASSERT_TRUE(columns.view("b", 4'095).ok());
  EXPECT_EQ(*record.given, 2 * 4'096U) << "both fit";
  ASSERT_TRUE(columns.view("a", 4'095).ok());
  EXPECT_EQ(value_at(*columns.view("a", 4'095), 7), PropertyValue(std::string("7")));
  EXPECT_EQ(*record.given, 3 * 4'096U) << "what was asked for last stays, however large";
  EXPECT_EQ(value_at(*columns.view("b", 4'095), 7), PropertyValue(1.0));
  EXPECT_EQ(*record.given, 4 * 4'096U);
  EXPECT_LE(columns.memory(), 110'000U);
}

TEST(PropertyColumn, ReadingStopsBetweenPagesAndGoesOnLater) {
  Values record;
  for (std::uint64_t row = 0; row < 10'000; ++row) {
    record.all["n"][row] = 1.0;
  }
  PropertyColumns columns(record);
  int pages = 0;
  EXPECT_EQ(columns.view("n", 9'999, [&] { return ++pages > 2; }).error().code,
            ErrorCode::unavailable);
  EXPECT_EQ(*record.given, 2 * PropertyPage::rows);
  ASSERT_TRUE(columns.view("n", 9'999).ok());
  EXPECT_EQ(*record.given, 10'000U);
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
