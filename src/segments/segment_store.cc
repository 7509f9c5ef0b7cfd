#include "segments/segment_store.h"

namespace throughline::segments {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

constexpr std::string_view segment_columns =
    "SELECT id, kind, name, description, rule, version, built, created_at, changed_at, archived_at"
    " FROM segments";
constexpr std::string_view stay_columns =
    "SELECT id, segment, profile, entered_at, entered_by, left_at, left_by FROM segment_members";

constexpr std::string_view asking_columns =
    "SELECT segment, asked_at, position, failed_at, because FROM segment_figures";

std::optional<Time> time_or_nothing(const storage::Value& value) {
  return value.is_null() ? std::nullopt : std::optional(value.time());
}

Result<Segment> segment_in(const Row& row) {
  TL_TRY_ASSIGN(const SegmentKind kind, parse_segment_kind(row.at(1).text()));
  return Segment{.id = row.at(0).id<SegmentId>(),
                 .kind = kind,
                 .name = row.at(2).bytes(),
                 .description = row.at(3).bytes(),
                 .rule = row.at(4).bytes(),
                 .version = row.at(5).number(),
                 .built = row.at(6).number() != 0,
                 .created_at = row.at(7).time(),
                 .changed_at = row.at(8).time(),
                 .archived_at = time_or_nothing(row.at(9))};
}

FigureAsking asking_in(const Row& row) {
  return {.asked_at = time_or_nothing(row.at(1)),
          .position = std::string(row.at(2).text()),
          .failed_at = time_or_nothing(row.at(3)),
          .because = row.at(4).bytes()};
}

Result<Stay> stay_in(const Row& row) {
  TL_TRY_ASSIGN(const Cause entered_by, parse_cause(row.at(4).text()));
  Stay stay = {.id = row.at(0).number(),
               .segment = row.at(1).id<SegmentId>(),
               .profile = row.at(2).id<ProfileId>(),
               .entered_at = row.at(3).time(),
               .entered_by = entered_by,
               .left_at = time_or_nothing(row.at(5))};
  if (!row.at(6).is_null()) {
    TL_TRY_ASSIGN(stay.left_by, parse_cause(row.at(6).text()));
  }
  return stay;
}

Result<std::vector<Stay>> stays_in(const std::vector<Row>& rows) {
  std::vector<Stay> stays;
  stays.reserve(rows.size());
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(const Stay stay, stay_in(row));
    stays.push_back(stay);
  }
  return stays;
}

storage::Value or_null(const std::optional<Time>& time) {
  return time ? storage::Value(*time) : storage::Value();
}

Result<std::map<std::int64_t, std::int64_t>> count_by_day(Transaction& tx, std::string_view column,
                                                          SegmentId id) {
  const std::string name(column);
  std::map<std::int64_t, std::int64_t> counts;
  TL_TRY(tx.each("SELECT " + name + " / 86400000000, COUNT(*) FROM segment_members WHERE segment" +
                     " = ? AND " + name + " IS NOT NULL GROUP BY " + name + " / 86400000000",
                 {id}, [&](const Row& row) -> Result<void> {
                   counts[row.at(0).number()] += row.at(1).number();
                   return {};
                 }));
  return counts;
}

}  // namespace

Result<SegmentId> add_segment(Transaction& tx, const Segment& segment) {
  TL_TRY_ASSIGN(const std::int64_t id,
                tx.insert("INSERT INTO segments (kind, name, description, rule, version, built,"
                          " created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                          {name_of(segment.kind), Bytes{segment.name}, Bytes{segment.description},
                           Bytes{segment.rule}, segment.version, segment.built ? 1 : 0,
                           segment.created_at, segment.changed_at}));
  return SegmentId{id};
}

Result<void> save_segment(Transaction& tx, const Segment& segment) {
  return tx.run(
      "UPDATE segments SET name = ?, description = ?, rule = ?, version = ?, built = ?,"
      " changed_at = ?, archived_at = ? WHERE id = ?",
      {Bytes{segment.name}, Bytes{segment.description}, Bytes{segment.rule}, segment.version,
       segment.built ? 1 : 0, segment.changed_at, or_null(segment.archived_at), segment.id});
}

Result<Segment> find_segment(Transaction& tx, SegmentId id) {
  TL_TRY_ASSIGN(const auto row, tx.find_row(std::string(segment_columns) + " WHERE id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such segment");
  }
  return segment_in(*row);
}

Result<std::vector<Segment>> find_segments(Transaction& tx, Archived archived) {
  TL_TRY_ASSIGN(const auto rows, tx.rows(std::string(segment_columns) +
                                         (archived == Archived::included
                                              ? " ORDER BY id"
                                              : " WHERE archived_at IS NULL ORDER BY id")));
  std::vector<Segment> segments;
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(Segment segment, segment_in(row));
    segments.push_back(std::move(segment));
  }
  return segments;
}

Result<void> add_version(Transaction& tx, SegmentId id, const SegmentVersion& version) {
  return tx.run(
      "INSERT INTO segment_versions (segment, version, at, actor, name, rule)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      {id, version.version, version.at, Bytes{version.actor}, Bytes{version.name},
       Bytes{version.rule}});
}

Result<std::vector<SegmentVersion>> find_versions(Transaction& tx, SegmentId id) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT version, at, actor, name, rule FROM segment_versions"
                        " WHERE segment = ? ORDER BY version DESC",
                        {id}));
  std::vector<SegmentVersion> versions;
  versions.reserve(rows.size());
  for (const Row& row : rows) {
    versions.push_back({.version = row.at(0).number(),
                        .at = row.at(1).time(),
                        .actor = row.at(2).bytes(),
                        .name = row.at(3).bytes(),
                        .rule = row.at(4).bytes()});
  }
  return versions;
}

Result<std::map<SegmentId, std::int64_t>> count_members(Transaction& tx) {
  std::map<SegmentId, std::int64_t> counts;
  TL_TRY(
      tx.each("SELECT segment, COUNT(*) FROM segment_members WHERE left_at IS NULL"
              " GROUP BY segment",
              {}, [&](const Row& row) -> Result<void> {
                counts[row.at(0).id<SegmentId>()] = row.at(1).number();
                return {};
              }));
  return counts;
}

Result<std::int64_t> count_members(Transaction& tx, SegmentId id) {
  TL_TRY_ASSIGN(const auto row, tx.row("SELECT COUNT(*) FROM segment_members WHERE segment = ?"
                                       " AND left_at IS NULL",
                                       {id}));
  return row.at(0).number();
}

Result<std::vector<Stay>> members_after(Transaction& tx, SegmentId id, ProfileId after,
                                        std::size_t limit) {
  TL_TRY_ASSIGN(
      const auto rows,
      tx.rows(std::string(stay_columns) + " WHERE segment = ? AND left_at IS NULL AND profile > ?"
                                          " ORDER BY profile LIMIT ?",
              {id, after, static_cast<std::int64_t>(limit)}));
  return stays_in(rows);
}

Result<void> each_member(Transaction& tx, SegmentId id,
                         const std::function<void(ProfileId)>& sink) {
  return tx.each("SELECT profile FROM segment_members WHERE segment = ? AND left_at IS NULL", {id},
                 [&](const Row& row) -> Result<void> {
                   sink(row.at(0).id<ProfileId>());
                   return {};
                 });
}

Result<std::vector<Stay>> stays_at(Transaction& tx, SegmentId id, Time at) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows(std::string(stay_columns) + " WHERE segment = ? AND entered_at <= ? AND"
                                                    " (left_at IS NULL OR left_at > ?)"
                                                    " ORDER BY profile, entered_at",
                        {id, at, at}));
  return stays_in(rows);
}

Result<std::vector<Stay>> stays_now(Transaction& tx, ProfileId profile) {
  TL_TRY_ASSIGN(
      const auto rows,
      tx.rows(std::string(stay_columns) + " WHERE profile = ? AND left_at IS NULL", {profile}));
  return stays_in(rows);
}

Result<std::vector<Stay>> stays_of(Transaction& tx, ProfileId profile, std::size_t limit) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows(std::string(stay_columns) + " WHERE profile = ? ORDER BY id DESC LIMIT ?",
                        {profile, static_cast<std::int64_t>(limit)}));
  return stays_in(rows);
}

Result<std::int64_t> add_stay(Transaction& tx, const Stay& stay) {
  return tx.insert(
      "INSERT INTO segment_members (segment, profile, entered_at, entered_by) VALUES (?, ?, ?, ?)",
      {stay.segment, stay.profile, stay.entered_at, name_of(stay.entered_by)});
}

Result<void> end_stay(Transaction& tx, std::int64_t id, Time at, Cause cause) {
  return tx.run("UPDATE segment_members SET left_at = ?, left_by = ? WHERE id = ?",
                {at, name_of(cause), id});
}

Result<void> move_stay(Transaction& tx, std::int64_t id, ProfileId to) {
  return tx.run("UPDATE segment_members SET profile = ? WHERE id = ?", {to, id});
}

Result<void> end_all_stays(Transaction& tx, SegmentId id, Time at, Cause cause) {
  return tx.run(
      "UPDATE segment_members SET left_at = ?, left_by = ? WHERE segment = ? AND left_at IS NULL",
      {at, name_of(cause), id});
}

Result<Flow> flow_by_day(Transaction& tx, SegmentId id) {
  Flow flow;
  TL_TRY_ASSIGN(flow.entered, count_by_day(tx, "entered_at", id));
  TL_TRY_ASSIGN(flow.left, count_by_day(tx, "left_at", id));
  return flow;
}

Result<bool> add_to_list(Transaction& tx, SegmentId id, IdentifierId identifier, Time at) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("INSERT INTO segment_lists (segment, identifier, added_at)"
                            " VALUES (?, ?, ?) ON CONFLICT (segment, identifier) DO NOTHING"
                            " RETURNING segment",
                            {id, identifier, at}));
  return row.has_value();
}

Result<void> remove_from_list(Transaction& tx, SegmentId id, IdentifierId identifier) {
  return tx.run("DELETE FROM segment_lists WHERE segment = ? AND identifier = ?", {id, identifier});
}

Result<std::vector<SegmentId>> lists_with(Transaction& tx, IdentifierId identifier) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT segment FROM segment_lists WHERE identifier = ?", {identifier}));
  std::vector<SegmentId> lists;
  lists.reserve(rows.size());
  for (const Row& row : rows) {
    lists.push_back(row.at(0).id<SegmentId>());
  }
  return lists;
}

Result<void> begin_asking(Transaction& tx) {
  return tx.run(
      "INSERT INTO segment_figures (segment, position, because) SELECT id, '', ? FROM segments"
      " WHERE kind = 'figure' AND id NOT IN (SELECT segment FROM segment_figures)",
      {Bytes{""}});
}

Result<std::map<SegmentId, FigureAsking>> find_askings(Transaction& tx) {
  std::map<SegmentId, FigureAsking> askings;
  TL_TRY(tx.each(std::string(asking_columns), {}, [&](const Row& row) -> Result<void> {
    askings.emplace(row.at(0).id<SegmentId>(), asking_in(row));
    return {};
  }));
  return askings;
}

Result<std::optional<FigureAsking>> find_asking(Transaction& tx, SegmentId id) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row(std::string(asking_columns) + " WHERE segment = ?", {id}));
  return row ? std::optional(asking_in(*row)) : std::nullopt;
}

Result<void> save_asking(Transaction& tx, SegmentId id, const FigureAsking& asking) {
  return tx.run(
      "UPDATE segment_figures SET asked_at = ?, position = ?, failed_at = ?, because = ?"
      " WHERE segment = ?",
      {or_null(asking.asked_at), asking.position, or_null(asking.failed_at), Bytes{asking.because},
       id});
}

Result<void> figure_is_built(Transaction& tx, SegmentId id, Time now) {
  TL_TRY(tx.run("UPDATE segments SET built = 1 WHERE id = ?", {id}));
  return count_revision(tx, now);
}

Result<std::optional<Time>> due_of(Transaction& tx, ProfileId profile) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT due_at FROM segment_dues WHERE profile = ?", {profile}));
  return row ? std::optional(row->at(0).time()) : std::nullopt;
}

Result<void> save_due(Transaction& tx, ProfileId profile, std::optional<Time> due) {
  if (!due) {
    return tx.run("DELETE FROM segment_dues WHERE profile = ?", {profile});
  }
  return tx.run(
      "INSERT INTO segment_dues (profile, due_at) VALUES (?, ?)"
      " ON CONFLICT (profile) DO UPDATE SET due_at = excluded.due_at",
      {profile, *due});
}

Result<std::optional<Time>> next_due(Transaction& tx) {
  TL_TRY_ASSIGN(const auto row, tx.row("SELECT MIN(due_at) FROM segment_dues"));
  return time_or_nothing(row.at(0));
}

Result<std::vector<ProfileId>> due_until(Transaction& tx, Time now, std::size_t limit) {
  TL_TRY_ASSIGN(const auto rows, tx.rows("SELECT profile FROM segment_dues WHERE due_at <= ?"
                                         " ORDER BY due_at, profile LIMIT ?",
                                         {now, static_cast<std::int64_t>(limit)}));
  std::vector<ProfileId> due;
  due.reserve(rows.size());
  for (const Row& row : rows) {
    due.push_back(row.at(0).id<ProfileId>());
  }
  return due;
}

Result<State> read_state(Transaction& tx) {
  TL_TRY_ASSIGN(const auto row,
                tx.row("SELECT revision, walk, walked_to FROM segment_state WHERE id = 1"));
  return State{row.at(0).number(), row.at(1).number(), row.at(2).id<ProfileId>()};
}

Result<void> take_turn(Transaction& tx) {
  return tx.run("UPDATE segment_state SET turn = turn + 1 WHERE id = 1");
}

Result<void> count_revision(Transaction& tx, Time now) {
  return tx.run(
      "UPDATE segment_state SET revision = CASE WHEN revision < ? THEN ? ELSE revision + 1 END"
      " WHERE id = 1",
      {now, now});
}

Result<void> begin_walk(Transaction& tx, Time now) {
  TL_TRY(count_revision(tx, now));
  return tx.run("UPDATE segment_state SET walk = revision, walked_to = 0 WHERE id = 1");
}

Result<void> save_walk(Transaction& tx, ProfileId walked_to) {
  return tx.run("UPDATE segment_state SET walked_to = ? WHERE id = 1", {walked_to});
}

Result<void> end_walk(Transaction& tx, Time now) {
  TL_TRY(count_revision(tx, now));
  TL_TRY(tx.run("UPDATE segment_state SET walk = 0 WHERE id = 1"));
  return tx.run("UPDATE segments SET built = 1 WHERE built = 0 AND kind <> 'figure'");
}

Result<std::int64_t> forget(Transaction& tx, const std::vector<IdentifierId>& identifiers) {
  std::int64_t rows = 0;
  for (const IdentifierId identifier : identifiers) {
    for (const char* sql : {"DELETE FROM segment_members WHERE profile = ? RETURNING 1",
                            "DELETE FROM segment_dues WHERE profile = ? RETURNING 1",
                            "DELETE FROM segment_lists WHERE identifier = ? RETURNING 1"}) {
      // A profile has the id of an identifier of its own.
      TL_TRY_ASSIGN(const auto removed, tx.rows(sql, {identifier}));
      rows += static_cast<std::int64_t>(removed.size());
    }
  }
  return rows;
}

}  // namespace throughline::segments
