#include "journeys/journeys.event_condition.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/overloaded.h"
#include "condition/evaluate.h"
#include "journeys/journeys.event_property.h"

namespace throughline::journeys {

using condition::Comparison;
using condition::Condition;
using condition::PropertyTest;
using journey_engine::PropertyValue;
using journey_engine::PropertyView;
using Node = EventCondition::Node;
using NodeRef = std::shared_ptr<const Node>;

namespace {

class TestNode : public Node {
 public:
  TestNode(PropertyTest test, PropertyView view, Time now)
      : test_(std::move(test)), view_(std::move(view)), now_(now) {
    by_code_.reserve(view_.values().size());
    for (const PropertyValue& value : view_.values()) {
      by_code_.push_back(condition::holds(test_, fact_of(value), now_));
    }
    by_code_[PropertyView::absent] = condition::holds(test_, std::nullopt, now_);
  }
  [[nodiscard]] bool holds(std::uint64_t row) const override {
    const std::uint32_t code = view_.code(row);
    return code == PropertyView::number
               ? condition::holds(test_, condition::Fact(view_.number_at(row)), now_)
               : by_code_[code];
  }
  // Rows lie wherever: the memory of all is asked for before that of the first is needed.
  void hold(std::span<const std::uint64_t> rows, std::span<std::uint8_t> into) const override {
    for (const std::uint64_t row : rows) {
      view_.expect(row);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      into[i] = holds(rows[i]) ? 1 : 0;
    }
  }

 private:
  PropertyTest test_;
  PropertyView view_;
  Time now_;
  std::vector<bool> by_code_;
};

class ListNode : public Node {
 public:
  ListNode(std::vector<NodeRef> parts, bool all) : parts_(std::move(parts)), all_(all) {}
  [[nodiscard]] bool holds(std::uint64_t row) const override {
    const auto part_holds = [row](const NodeRef& part) { return part->holds(row); };
    return all_ ? std::all_of(parts_.begin(), parts_.end(), part_holds)
                : std::any_of(parts_.begin(), parts_.end(), part_holds);
  }
  // A part is asked only for rows that the parts before it leave open.
  void hold(std::span<const std::uint64_t> rows, std::span<std::uint8_t> into) const override {
    const std::uint8_t open = all_ ? 1 : 0;
    std::fill(into.begin(), into.end(), open);
    std::vector<std::uint64_t> left(rows.begin(), rows.end());
    std::vector<std::size_t> places(rows.size());
    std::iota(places.begin(), places.end(), 0);
    std::vector<std::uint8_t> of_part(rows.size());
    for (const NodeRef& part : parts_) {
      part->hold(left, std::span(of_part).first(left.size()));
      std::size_t kept = 0;
      for (std::size_t i = 0; i < left.size(); ++i) {
        into[places[i]] = of_part[i];
        left[kept] = left[i];
        places[kept] = places[i];
        kept += of_part[i] == open ? 1 : 0;
      }
      left.resize(kept);
    }
  }

 private:
  std::vector<NodeRef> parts_;
  bool all_;
};

class NotNode : public Node {
 public:
  explicit NotNode(NodeRef part) : part_(std::move(part)) {}
  [[nodiscard]] bool holds(std::uint64_t row) const override { return !part_->holds(row); }
  void hold(std::span<const std::uint64_t> rows, std::span<std::uint8_t> into) const override {
    part_->hold(rows, into);
    for (std::uint8_t& one : into) {
      one ^= 1U;
    }
  }

 private:
  NodeRef part_;
};

bool is_time(const PropertyValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && parse_time(*text).has_value();
}

// A comparison that can hold for no value there is was most likely meant otherwise.
Result<void> check_type(const PropertyTest& test, const PropertyView& view) {
  const auto any = [&](auto is_it) {
    return std::any_of(view.values().begin() + 2, view.values().end(), is_it);
  };
  const auto never = [&](const std::string& what) {
    return Error::invalid("`" + test.key + "` is never " + what + ": `" +
                          std::string(name_of(test.comparison)) + "` cannot hold");
  };
  switch (test.comparison) {
    case Comparison::greater:
    case Comparison::less:
      if (!view.has_numbers() && !any([](const PropertyValue& value) {
            return std::holds_alternative<std::int64_t>(value);
          })) {
        return never("a number");
      }
      return {};
    case Comparison::contains:
    case Comparison::starts_with:
    case Comparison::ends_with:
      if (!any([](const PropertyValue& value) {
            return std::holds_alternative<std::string>(value);
          })) {
        return never("text");
      }
      return {};
    case Comparison::before:
    case Comparison::after:
    case Comparison::within_days:
    case Comparison::not_within_days:
      return any(is_time) ? Result<void>() : Result<void>(never("a date or time"));
    default:
      return {};
  }
}

Result<NodeRef> node_of(const Condition& condition, const ReadProperty& read_property, Time now);

Result<NodeRef> list_of(const std::vector<Condition>& conditions, bool all,
                        const ReadProperty& read_property, Time now) {
  std::vector<NodeRef> parts;
  for (const Condition& condition : conditions) {
    TL_TRY_ASSIGN(auto part, node_of(condition, read_property, now));
    parts.push_back(std::move(part));
  }
  return NodeRef(std::make_shared<const ListNode>(std::move(parts), all));
}

Result<NodeRef> test_of(const PropertyTest& test, const ReadProperty& read_property, Time now) {
  TL_TRY_ASSIGN(PropertyView view, read_property(test.key));
  TL_TRY(check_type(test, view));
  return NodeRef(std::make_shared<const TestNode>(test, std::move(view), now));
}

Error about_people() {
  return Error::invalid(
      "a condition on events takes `property`, `and`, `or` and `not`; what is about people belongs "
      "into `people`");
}

Result<NodeRef> node_of(const Condition& condition, const ReadProperty& read_property, Time now) {
  return std::visit(
      overloaded{
          [&](const PropertyTest& test) { return test_of(test, read_property, now); },
          [&](const std::shared_ptr<const condition::And>& all) {
            return list_of(all->conditions, true, read_property, now);
          },
          [&](const std::shared_ptr<const condition::Or>& any) {
            return list_of(any->conditions, false, read_property, now);
          },
          [&](const std::shared_ptr<const condition::Not>& negated) -> Result<NodeRef> {
            TL_TRY_ASSIGN(auto part, node_of(negated->condition, read_property, now));
            return NodeRef(std::make_shared<const NotNode>(std::move(part)));
          },
          [](const auto&) -> Result<NodeRef> { return about_people(); },
      },
      condition);
}

}  // namespace

Result<EventCondition> EventCondition::make(const Condition& condition,
                                            const ReadProperty& read_property, Time now) {
  TL_TRY_ASSIGN(auto node, node_of(condition, read_property, now));
  return EventCondition(std::move(node));
}

}  // namespace throughline::journeys
