#include "people/people_page_store.h"

#include <fmt/format.h>

#include <cstdlib>

#include "people/people_index_store.h"
#include "people/people_search_store.h"

namespace throughline::people {
namespace {

// Who has no such trait comes last, in either order: the first digit of an ordering is 3 at most.
std::string_view without_trait(const PeopleQuery& query) {
  return query.order == SortOrder::descending ? "" : "9";
}

// The column or expression that the list is sorted by; text, so that one cursor serves all.
struct Sorting {
  std::string join = {};
  std::string expression = {};
  bool is_text = false;
  std::string profile = "p.profile";  // Of the table that has the index.
};

Sorting sorting_of(const PeopleQuery& query, storage::Arguments& arguments) {
  switch (query.sort) {
    case PeopleSort::last_seen:
      return {.expression = "p.last_seen"};
    case PeopleSort::first_seen:
      return {.expression = "p.first_seen"};
    case PeopleSort::events:
      return {.expression = "p.events"};
    case PeopleSort::name:
      return {.expression = "w.name_order", .is_text = true, .profile = "w.profile"};
    case PeopleSort::trait:
      arguments.emplace_back(query.sort_trait);
      return {.join = " LEFT JOIN indexed_traits s ON s.profile = p.profile AND s.key = ?",
              .expression = fmt::format("COALESCE(s.ordering, '{}')", without_trait(query)),
              .is_text = true};
  }
  return {.expression = "p.last_seen"};
}

void append(storage::Arguments& to, const storage::Arguments& from) {
  to.insert(to.end(), from.begin(), from.end());
}

Result<SearchPlan> plan_of(storage::Transaction& tx, const PeopleQuery& query, Time now,
                           const CountSince& count_since, const MembersSql& members) {
  TL_TRY_ASSIGN(SearchPlan plan, plan_search(tx, query.search));
  if (query.condition) {
    TL_TRY_ASSIGN(const SqlCondition condition,
                  to_sql(tx, *query.condition, now, count_since, members));
    plan.where.sql += " AND " + condition.sql;
    append(plan.where.arguments, condition.arguments);
  }
  return plan;
}

PersonSummary summary_of(const storage::Row& row) {
  PersonSummary person = {.profile = row[0].id<ProfileId>(),
                          .known = row[1].number() != 0,
                          .name = row[2].text(),
                          .email = row[3].text(),
                          .first_seen = row[4].time(),
                          .last_seen = row[5].time(),
                          .events = row[6].number(),
                          .identifiers = row[7].number()};
  const auto* text = std::get_if<std::string>(&row[8].variant());
  person.sort_value = text != nullptr ? *text : std::to_string(row[8].number());
  return person;
}

void append_cursor(std::string& sql, storage::Arguments& arguments, const PeopleQuery& query,
                   const Sorting& sorting) {
  if (!query.after) {
    return;
  }
  const std::string_view sign = query.order == SortOrder::descending ? "<" : ">";
  // Two comparisons rather than one of rows: with mixed expressions neither planner does better.
  sql += fmt::format(" AND ({0} {1} ? OR ({0} = ? AND p.profile {1} ?))", sorting.expression, sign);
  for (int i = 0; i < 2; ++i) {
    if (sorting.is_text) {
      arguments.emplace_back(query.after->value);
    } else {
      arguments.emplace_back(std::strtoll(query.after->value.c_str(), nullptr, 10));
    }
  }
  arguments.emplace_back(query.after->profile);
}

// A part of the list that one statement finds in its order. Its last argument is how many.
struct Stretch {
  std::string sql = {};
  storage::Arguments arguments = {};
  bool is_of_lacking = false;  // Those without the trait.
};

constexpr std::string_view shown_figures =
    "p.profile, p.first_seen, p.last_seen, p.events, p.identifiers";

std::string_view name_of(SortOrder order) {
  return order == SortOrder::descending ? "DESC" : "ASC";
}

Stretch whole_list(const PeopleQuery& query, const SearchPlan& plan) {
  Stretch list;
  const Sorting sorting = sorting_of(query, list.arguments);
  list.sql =
      fmt::format("SELECT {}, {} AS sorted FROM {}{} WHERE {}", shown_figures, sorting.expression,
                  query.sort == PeopleSort::name ? plan.from_with_texts() : plan.from, sorting.join,
                  plan.where.sql);
  append(list.arguments, plan.where.arguments);
  append_cursor(list.sql, list.arguments, query, sorting);
  list.sql += fmt::format(" ORDER BY {0} {2}, {1} {2} LIMIT ?", sorting.expression, sorting.profile,
                          name_of(query.order));
  return list;
}

// Who has the trait, as its index has them: read as far as the page goes.
Stretch with_trait(const PeopleQuery& query, const SearchPlan& plan) {
  Stretch list = {.sql = fmt::format("SELECT {}, s.ordering AS sorted FROM indexed_traits s "
                                     "CROSS JOIN {} WHERE s.key = ? AND p.profile = s.profile "
                                     "AND {}",
                                     shown_figures, plan.from, plan.where.sql),
                  .arguments = {query.sort_trait}};
  append(list.arguments, plan.where.arguments);
  if (query.after) {
    list.sql += fmt::format(" AND (s.ordering, s.profile) {} (?, ?)",
                            query.order == SortOrder::descending ? "<" : ">");
    append(list.arguments, {query.after->value, query.after->profile});
  }
  list.sql += fmt::format(" ORDER BY s.ordering {0}, s.profile {0} LIMIT ?", name_of(query.order));
  return list;
}

Stretch lacking_trait(const PeopleQuery& query, const SearchPlan& plan) {
  Stretch list = {
      .sql = fmt::format("SELECT {}, '{}' AS sorted FROM {} WHERE {} AND NOT EXISTS (SELECT 1 FROM "
                         "indexed_traits s WHERE s.profile = p.profile AND s.key = ?)",
                         shown_figures, without_trait(query), plan.from, plan.where.sql),
      .arguments = plan.where.arguments,
      .is_of_lacking = true};
  list.arguments.emplace_back(query.sort_trait);
  if (query.after && query.after->value == without_trait(query)) {
    list.sql +=
        fmt::format(" AND p.profile {} ?", query.order == SortOrder::descending ? "<" : ">");
    list.arguments.emplace_back(query.after->profile);
  }
  list.sql += fmt::format(" ORDER BY p.profile {} LIMIT ?", name_of(query.order));
  return list;
}

// Those of few whom a search finds are sorted by a trait as by anything else.
std::vector<Stretch> stretches_of(const PeopleQuery& query, const SearchPlan& plan) {
  if (query.sort != PeopleSort::trait || (plan.has_texts && plan.is_narrow)) {
    return {whole_list(query, plan)};
  }
  if (query.after && query.after->value == without_trait(query)) {
    return {lacking_trait(query, plan)};
  }
  return {with_trait(query, plan), lacking_trait(query, plan)};
}

// Whether everybody on the list has the trait, where that is counted: nobody need then be looked
// for who has not.
Result<bool> is_known_of_all(storage::Transaction& tx, const PeopleQuery& query) {
  if (tx.dialect() != storage::Dialect::sqlite) {
    return false;
  }
  TL_TRY_ASSIGN(const std::int64_t everybody, count_people(tx));
  TL_TRY_ASSIGN(const auto have,
                tx.row("SELECT COALESCE(SUM(people), 0) FROM trait_counts WHERE key = ?",
                       {query.sort_trait}));
  return have[0].number() >= everybody;
}

// Names are read of those who are shown, not of everybody who is sorted.
Result<void> add_stretch(storage::Transaction& tx, const Stretch& stretch, const PeopleQuery& query,
                         PeoplePage& page) {
  if (page.people.size() > query.limit) {
    return {};
  }
  if (stretch.is_of_lacking) {
    TL_TRY_ASSIGN(const bool none, is_known_of_all(tx, query));
    if (none) {
      return {};
    }
  }
  storage::Arguments arguments = stretch.arguments;
  arguments.emplace_back(query.limit + 1 - page.people.size());
  const std::string sql = fmt::format(
      "SELECT t.profile, w.known, w.name, w.email, t.first_seen, t.last_seen, t.events, "
      "t.identifiers, t.sorted FROM ({0}) t JOIN people_index w ON w.profile = t.profile "
      "ORDER BY t.sorted {1}, t.profile {1}",
      stretch.sql, name_of(query.order));
  return tx.each(sql, arguments, [&](const storage::Row& row) -> Result<void> {
    page.people.push_back(summary_of(row));
    return {};
  });
}

// What a person without a name is called.
Result<void> add_user_ids(storage::Transaction& tx, std::vector<PersonSummary>& people) {
  for (PersonSummary& person : people) {
    if (person.known) {
      TL_TRY_ASSIGN(const auto id,
                    tx.find_row("SELECT value FROM indexed_identifiers WHERE profile "
                                "= ? AND type = 'user_id' ORDER BY identifier LIMIT 1",
                                {person.profile}));
      person.user_id = id ? (*id)[0].text() : "";
    }
  }
  return {};
}

}  // namespace

Result<PeoplePage> find_people(storage::Transaction& tx, const PeopleQuery& query, Time now,
                               const CountSince& count_since, const MembersSql& members) {
  TL_TRY_ASSIGN(const SearchPlan plan, plan_of(tx, query, now, count_since, members));
  const SqlCondition& where = plan.where;
  PeoplePage page;
  if (plan.is_everybody()) {
    TL_TRY_ASSIGN(page.total, count_people(tx));
  } else if (plan.is_narrow) {
    TL_TRY_ASSIGN(
        const auto counted,
        tx.row("SELECT COUNT(*) FROM " + plan.from + " WHERE " + where.sql, where.arguments));
    page.total = counted[0].number();
  }

  for (const Stretch& stretch : stretches_of(query, plan)) {
    TL_TRY(add_stretch(tx, stretch, query, page));
  }
  if (page.people.size() > query.limit) {
    page.people.pop_back();
    page.next = PeopleCursor{page.people.back().sort_value, page.people.back().profile};
  }
  TL_TRY(add_user_ids(tx, page.people));
  return page;
}

Result<std::vector<ProfileId>> find_matching(storage::Transaction& tx,
                                             const condition::Condition& condition, Time now,
                                             const CountSince& count_since,
                                             const MembersSql& members) {
  TL_TRY_ASSIGN(const SqlCondition where, to_sql(tx, condition, now, count_since, members));
  std::vector<ProfileId> found;
  TL_TRY(tx.each("SELECT p.profile FROM people_figures p WHERE " + where.sql, where.arguments,
                 [&](const storage::Row& row) -> Result<void> {
                   found.push_back(row[0].id<ProfileId>());
                   return {};
                 }));
  return found;
}

}  // namespace throughline::people
