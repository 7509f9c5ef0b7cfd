#include "people/listed_traits_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "people/listed_people_store.h"
#include "people/people_list.h"

namespace throughline::people {
namespace {

using storage::Transaction;

// What a person's row shows, and not only her traits.
constexpr std::array<std::string_view, 6> shown_in_row = {"name",       "firstName", "lastName",
                                                          "first_name", "last_name", "email"};

bool is_same(const storage::Row& row, const IndexedValue& value) {
  const auto same = [&](std::size_t i, const auto& maybe) {
    return row[i].variant() == (maybe ? storage::Value(*maybe) : storage::Value()).variant();
  };
  return row[1].text() == value.type && same(2, value.number) && same(3, value.text) &&
         same(4, value.time);
}

Result<void> write_trait(storage::Transaction& tx, std::string_view table, std::string_view column,
                         std::int64_t subject, const std::string& name, const IndexedValue& value) {
  const auto or_null = [](const auto& maybe) {
    return maybe ? storage::Value(*maybe) : storage::Value();
  };
  return tx.run(
      fmt::format("INSERT INTO {0} ({1}, key, type, number, text, folded, time, ordering) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ({1}, key) DO UPDATE SET "
                  "type = excluded.type, number = excluded.number, text = excluded.text, "
                  "folded = excluded.folded, time = excluded.time, ordering = excluded.ordering",
                  table, column),
      {subject, name, value.type, or_null(value.number), or_null(value.text), or_null(value.folded),
       or_null(value.time), value.ordering});
}

// By key: type, number, text and time.
using Listed = std::map<std::string, storage::Row>;

Result<Listed> listed_traits(Transaction& tx, std::string_view table, std::string_view column,
                             std::int64_t subject) {
  Listed listed;
  TL_TRY(tx.each(
      fmt::format("SELECT key, type, number, text, time FROM {} WHERE {} = ?", table, column),
      {subject}, [&](const storage::Row& row) -> Result<void> {
        listed.emplace(row[0].text(), row);
        return {};
      }));
  return listed;
}

bool shows(const Listed& listed, const Assertion& said) {
  const auto row = listed.find(said.key);
  const auto value = indexed_value(said.value);
  return value ? row != listed.end() && is_same(row->second, *value) : row == listed.end();
}

// How much of a person has to be read again after what was said.
enum class Renewal { none, traits, all };

Renewal renewal_after(const Listed& listed, const std::vector<Assertion>& said) {
  Renewal renewal = Renewal::none;
  for (const Assertion& assertion : said) {
    if (assertion.op != TraitOp::set) {
      return Renewal::all;
    }
    if (!shows(listed, assertion)) {
      if (std::ranges::find(shown_in_row, assertion.key) != shown_in_row.end()) {
        return Renewal::all;
      }
      renewal = Renewal::traits;
    }
  }
  return renewal;
}

// The truth may be ahead of what is followed: events that come only later may have changed what the
// row shows, and would then find nothing to do.
bool changes_row(const Listed& listed, const std::map<std::string, std::string>& traits) {
  return std::ranges::any_of(shown_in_row, [&](const auto& key) {
    const auto value = traits.find(std::string(key));
    return !shows(
        listed, {.key = std::string(key), .value = value == traits.end() ? "null" : value->second});
  });
}

}  // namespace

Result<void> write_traits(Transaction& tx, std::string_view table, std::string_view column,
                          std::int64_t subject, const std::map<std::string, std::string>& traits) {
  std::map<std::string, IndexedValue> values;
  for (const auto& [name, json] : traits) {
    if (auto value = indexed_value(json)) {
      values.emplace(name, *std::move(value));
    }
  }
  TL_TRY_ASSIGN(const Listed listed, listed_traits(tx, table, column, subject));
  for (const auto& [key, row] : listed) {
    const auto value = values.find(key);
    if (value == values.end()) {
      TL_TRY(tx.run(fmt::format("DELETE FROM {} WHERE {} = ? AND key = ?", table, column),
                    {subject, key}));
    } else if (is_same(row, value->second)) {
      values.erase(value);
    }
  }
  for (const auto& [name, value] : values) {
    TL_TRY(write_trait(tx, table, column, subject, name, value));
  }
  return {};
}

Result<std::set<std::int64_t>> refresh_traits(Transaction& tx, ListedOwners& owners,
                                              const Statements& statements,
                                              const ReadTraits& read_traits) {
  std::set<std::int64_t> others;
  for (const auto& [identifier, said] : statements) {
    TL_TRY_ASSIGN(const auto profile, listed_owner(tx, owners, identifier));
    if (!profile) {
      others.insert(identifier);
      continue;
    }
    TL_TRY_ASSIGN(const Listed listed, listed_traits(tx, "indexed_traits", "profile", *profile));
    const Renewal renewal = renewal_after(listed, said);
    if (renewal == Renewal::all) {
      others.insert(identifier);
    } else if (renewal == Renewal::traits) {
      TL_TRY_ASSIGN(const auto traits, read_traits(tx, ProfileId{*profile}));
      if (changes_row(listed, traits)) {
        others.insert(identifier);
      } else {
        TL_TRY(write_traits(tx, "indexed_traits", "profile", *profile, traits));
      }
    }
  }
  return others;
}

}  // namespace throughline::people
