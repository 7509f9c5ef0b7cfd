#include "people/condition_sql_store.h"

#include <map>

#include "base/assert.h"
#include "base/overloaded.h"
#include "condition/evaluate.h"

namespace throughline::people {
namespace {

using condition::Comparison;
using condition::Quantifier;
using condition::Scalar;

// The columns of one sort of value; a name is empty where the sort has no such column.
struct Columns {
  std::string type;
  std::string number;
  std::string text;
  std::string folded;
  std::string time;
};

class Writer {
 public:
  Writer(storage::Transaction& tx, Time now, const CountSince& count_since,
         const MembersSql& members)
      : tx_(tx), now_(now), count_since_(count_since), members_(members) {}

  Result<void> write(const condition::Condition& condition) {
    return std::visit(
        overloaded{
            [&](const condition::TraitTest& test) { return write_trait(test); },
            [&](const condition::IdentifierTest& test) { return write_identifier(test); },
            [&](const condition::AccountTest& test) { return write_account(test); },
            [&](const condition::SeenTest& test) { return write_seen(test); },
            [&](const condition::EventTest& test) { return write_event(test); },
            [](const condition::PropertyTest&) -> Result<void> {
              return Error::invalid(
                  "`property` is about one event and cannot be asked of a person");
            },
            [&](const condition::MemberTest& test) { return write_member(test); },
            [&](const std::shared_ptr<const condition::And>& all) {
              return write_list(all->conditions, " AND ", "1=1");
            },
            [&](const std::shared_ptr<const condition::Or>& any) {
              return write_list(any->conditions, " OR ", "1=0");
            },
            [&](const std::shared_ptr<const condition::Not>& negated) -> Result<void> {
              out_.sql += "NOT ";
              return write(negated->condition);
            },
        },
        condition);
  }

  SqlCondition take() { return std::move(out_); }

 private:
  Result<void> write_list(const std::vector<condition::Condition>& conditions,
                          std::string_view word, std::string_view of_none) {
    out_.sql += '(';
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      out_.sql += i == 0 ? std::string_view() : word;
      TL_TRY(write(conditions[i]));
    }
    if (conditions.empty()) {
      out_.sql += of_none;
    }
    out_.sql += ')';
    return {};
  }

  void argument(storage::Value value) { out_.arguments.push_back(std::move(value)); }

  [[nodiscard]] Time days_ago(const Scalar& days) const {
    const auto* number = std::get_if<double>(&days);
    const double count = number == nullptr ? 0 : *number;
    return {now_.us - static_cast<std::int64_t>(count * static_cast<double>(us_per_day))};
  }

  // Whether the value of the row at hand is the scalar.
  void write_same(const Columns& columns, const Scalar& scalar) {
    std::visit(overloaded{
                   [&](bool value) {
                     out_.sql += columns.type.empty() ? "1=0"
                                                      : "(" + columns.type + " = 'boolean' AND " +
                                                            columns.number + " = ?)";
                     if (!columns.type.empty()) {
                       argument(value ? 1.0 : 0.0);
                     }
                   },
                   [&](double value) {
                     out_.sql += columns.type.empty() ? "1=0"
                                                      : "(" + columns.type + " = 'number' AND " +
                                                            columns.number + " = ?)";
                     if (!columns.type.empty()) {
                       argument(value);
                     }
                   },
                   [&](const std::string& value) {
                     out_.sql += "(" + columns.text + " IS NOT NULL AND " + columns.text + " = ?)";
                     argument(value);
                   },
                   [&](Time) { out_.sql += "1=0"; },
               },
               scalar);
  }

  void write_one_of(const Columns& columns, const std::vector<Scalar>& values) {
    out_.sql += '(';
    for (std::size_t i = 0; i < values.size(); ++i) {
      out_.sql += i == 0 ? "" : " OR ";
      write_same(columns, values[i]);
    }
    out_.sql += ')';
  }

  void write_part(const Columns& columns, Comparison comparison, const std::string& part) {
    const std::string& text = columns.folded;
    const std::string folded = condition::folded(part);
    out_.sql += "(" + text + " IS NOT NULL AND ";
    switch (comparison) {
      case Comparison::contains:
        out_.sql += tx_.dialect() == storage::Dialect::sqlite ? "instr(" : "strpos(";
        out_.sql += text + ", ?) > 0)";
        argument(folded);
        return;
      case Comparison::starts_with:
        out_.sql += "substr(" + text + ", 1, length(CAST(? AS TEXT))) = ?)";
        break;
      default:
        out_.sql += "length(" + text + ") >= length(CAST(? AS TEXT)) AND substr(" + text +
                    ", length(" + text + ") - length(CAST(? AS TEXT)) + 1) = ?)";
        argument(folded);
    }
    argument(folded);
    argument(folded);
  }

  void write_time(const std::string& column, Comparison comparison, const Scalar& value) {
    const bool is_days =
        comparison == Comparison::within_days || comparison == Comparison::not_within_days;
    const bool later = comparison == Comparison::within_days || comparison == Comparison::after;
    const auto* time = std::get_if<Time>(&value);
    out_.sql += "(" + column + " IS NOT NULL AND " + column + (later ? " >= ?)" : " < ?)");
    argument(is_days || time == nullptr ? days_ago(value) : *time);
  }

  // Whether the value of the row at hand fits; never asked of exists and missing.
  void write_value(const Columns& columns, Comparison comparison,
                   const std::vector<Scalar>& values) {
    switch (comparison) {
      case Comparison::exists:
      case Comparison::missing:
        out_.sql += "1=1";
        return;
      case Comparison::equals:
      case Comparison::not_equals:
      case Comparison::one_of:
        write_one_of(columns, values);
        return;
      case Comparison::contains:
      case Comparison::starts_with:
      case Comparison::ends_with:
        write_part(columns, comparison, std::get<std::string>(values.front()));
        return;
      case Comparison::greater:
      case Comparison::less:
        out_.sql += "(" + columns.type + " = 'number' AND " + columns.number +
                    (comparison == Comparison::greater ? " > ?)" : " < ?)");
        argument(std::get<double>(values.front()));
        return;
      default:
        write_time(columns.time, comparison, values.front());
    }
  }

  // EXISTS over the rows that `from` (with its WHERE) gives. Without a value only `missing` and
  // `not_equals` hold, and with several a negation must hold for all: both are NOT EXISTS of the
  // positive.
  void write_exists(const std::string& from, const storage::Arguments& from_arguments,
                    const Columns& columns, Comparison comparison,
                    const std::vector<Scalar>& values) {
    const bool negated = comparison == Comparison::missing || comparison == Comparison::not_equals;
    out_.sql += negated ? "NOT EXISTS (SELECT 1 FROM " : "EXISTS (SELECT 1 FROM ";
    out_.sql += from + " AND ";
    for (const storage::Value& value : from_arguments) {
      argument(value);
    }
    write_value(columns, comparison, values);
    out_.sql += ')';
  }

  Result<void> write_trait(const condition::TraitTest& test) {
    write_exists("indexed_traits t WHERE t.profile = p.profile AND t.key = ?", {test.key},
                 {"t.type", "t.number", "t.text", "t.folded", "t.time"}, test.comparison,
                 test.values);
    return {};
  }

  Result<void> write_identifier(const condition::IdentifierTest& test) {
    write_exists("indexed_identifiers i WHERE i.profile = p.profile AND i.type = ?", {test.type},
                 {"", "", "i.value", "i.folded", ""}, test.comparison, test.values);
    return {};
  }

  Result<void> write_account(const condition::AccountTest& test) {
    if (test.trait.empty()) {
      write_exists("indexed_accounts m WHERE m.profile = p.profile", {},
                   {"", "", "m.group_id", "m.folded", ""}, test.comparison, test.values);
      return {};
    }
    write_exists(
        "indexed_accounts m JOIN indexed_account_traits t ON t.account = m.account "
        "WHERE m.profile = p.profile AND t.key = ?",
        {test.trait}, {"t.type", "t.number", "t.text", "t.folded", "t.time"}, test.comparison,
        test.values);
    return {};
  }

  Result<void> write_seen(const condition::SeenTest& test) {
    write_time(test.seen == condition::Seen::first ? "p.first_seen" : "p.last_seen",
               test.comparison, test.value);
    return {};
  }

  static std::string_view sign_of(Quantifier quantifier) {
    switch (quantifier) {
      case Quantifier::at_least:
        return " >= ?";
      case Quantifier::at_most:
        return " <= ?";
      case Quantifier::exactly:
        return " = ?";
    }
    return "";
  }

  static bool fits(Quantifier quantifier, std::int64_t count, std::int64_t bound) {
    switch (quantifier) {
      case Quantifier::at_least:
        return count >= bound;
      case Quantifier::at_most:
        return count <= bound;
      case Quantifier::exactly:
        return count == bound;
    }
    return false;
  }

  Result<void> write_event(const condition::EventTest& test) {
    if (test.within_days) {
      return write_windowed(test);
    }
    out_.sql +=
        "(COALESCE((SELECT SUM(e.events) FROM indexed_identifiers i JOIN event_counts e ON "
        "e.identifier = i.identifier JOIN indexed_names n ON n.id = e.name WHERE i.profile = "
        "p.profile AND n.name = ?), 0)";
    out_.sql += sign_of(test.quantifier);
    out_.sql += ')';
    argument(test.name);
    argument(test.count);
    return {};
  }

  Result<void> write_member(const condition::MemberTest& test) {
    if (!members_) {
      return Error::invalid("`segment` cannot be asked here");
    }
    TL_TRY_ASSIGN(const SqlCondition members, members_(tx_, test.segment));
    out_.sql += "(p.profile IN (" + members.sql + "))";
    out_.arguments.insert(out_.arguments.end(), members.arguments.begin(), members.arguments.end());
    return {};
  }

  // Everybody with at least one such event in the window is counted one by one; everybody else has
  // none, and the condition holds for them or does not.
  Result<void> write_windowed(const condition::EventTest& test) {
    TL_ASSERT(test.within_days.has_value());
    const Time since = days_ago(*test.within_days);
    TL_TRY_ASSIGN(const auto counts, windowed_counts(test, since));
    const bool holds_for_none = fits(test.quantifier, 0, test.count);
    std::string exceptions;
    for (const auto& [profile, count] : counts) {
      if (fits(test.quantifier, count, test.count) != holds_for_none) {
        exceptions += (exceptions.empty() ? "" : ",") + std::to_string(profile);
      }
    }
    out_.sql += holds_for_none ? "NOT (p.profile IN " : "(p.profile IN ";
    if (tx_.dialect() == storage::Dialect::sqlite) {
      out_.sql += "(SELECT value FROM json_each(?)))";
      argument("[" + exceptions + "]");
    } else {
      out_.sql += "(SELECT unnest(CAST(? AS bigint[]))))";
      argument("{" + exceptions + "}");
    }
    return {};
  }

  Result<std::map<std::int64_t, std::int64_t>> windowed_counts(const condition::EventTest& test,
                                                               Time since) {
    struct Straddling {
      std::int64_t identifier;
      std::int64_t profile;
    };
    std::map<std::int64_t, std::int64_t> counts;
    std::vector<Straddling> straddling;
    // One of them is there for sure, which is all that "at least one" asks.
    const bool one_suffices = test.quantifier == Quantifier::at_least && test.count == 1;
    TL_TRY(
        tx_.each("SELECT i.profile, e.identifier, e.events, e.first_at FROM indexed_names n JOIN "
                 "event_counts e ON e.name = n.id JOIN indexed_identifiers i ON i.identifier = "
                 "e.identifier WHERE n.name = ? AND e.last_at >= ?",
                 {test.name, since}, [&](const storage::Row& row) -> Result<void> {
                   if (row[3].time() >= since || one_suffices) {
                     counts[row[0].number()] += row[2].number();
                   } else {
                     straddling.push_back({row[1].number(), row[0].number()});
                   }
                   return {};
                 }));
    for (const Straddling& one : straddling) {
      TL_TRY_ASSIGN(const std::int64_t count,
                    count_since_(IdentifierId{one.identifier}, test.name, since));
      counts[one.profile] += count;
    }
    return counts;
  }

  storage::Transaction& tx_;
  Time now_;
  const CountSince& count_since_;
  const MembersSql& members_;
  SqlCondition out_;
};

}  // namespace

Result<SqlCondition> to_sql(storage::Transaction& tx, const condition::Condition& condition,
                            Time now, const CountSince& count_since, const MembersSql& members) {
  Writer writer(tx, now, count_since, members);
  TL_TRY(writer.write(condition));
  return writer.take();
}

}  // namespace throughline::people
