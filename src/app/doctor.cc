#include "app/doctor.h"

#include <algorithm>
#include <set>
#include <utility>

#include "codec/json_writer.h"

namespace throughline::app {
namespace {

using storage::Transaction;

// Above this many events the fold would need too much memory to be done unasked.
constexpr std::int64_t folded_events_max = 2'000'000;

constexpr std::string_view derived_advice = "stop the server and run: throughline doctor --repair";

std::string sql_of(const Invariant& invariant, storage::Dialect dialect) {
  const std::string_view covered =
      dialect == storage::Dialect::sqlite
          ? "(e.seq <= (SELECT seq FROM cursors WHERE name = 'follower/people_list')"
            " OR EXISTS (SELECT 1 FROM follower_slices s WHERE s.follower = 'people_list'"
            " AND e.seq <= s.until_seq AND e.key_identifier <= s.done))"
          : "(EXISTS (SELECT 1 FROM cursors f WHERE f.name = 'follower/people_list'"
            " AND (e.xid, e.seq) <= (f.xid, f.seq)) OR EXISTS (SELECT 1 FROM follower_slices s"
            " WHERE s.follower = 'people_list' AND (e.xid, e.seq) <= (s.until_xid, s.until_seq)"
            " AND e.key_identifier <= s.done))";
  std::string sql(invariant.sql);
  constexpr std::string_view mark = "{{covered}}";
  for (std::size_t at = 0; (at = sql.find(mark, at)) != std::string::npos;) {
    sql.replace(at, mark.size(), covered);
  }
  return "SELECT COUNT(*), MIN(subject) FROM (" + sql + ") AS broken";
}

Finding finding_of(WorkspaceId workspace, const Invariant& invariant) {
  return {.workspace = workspace,
          .check = std::string(invariant.name),
          .states = std::string(invariant.states),
          .repair = invariant.repair};
}

void note_broken(Finding& finding, std::int64_t broken, std::string_view advice) {
  finding.broken = broken;
  if (broken > 0) {
    finding.advice = finding.repair == Repair::none ? advice : derived_advice;
  }
}

class Examination {
 public:
  Examination(Throughline& throughline, const DoctorOptions& options)
      : throughline_(throughline), options_(options) {}

  Result<std::vector<Finding>> run() {
    TL_TRY(ask(throughline_.workspaces().instance(), {}, instance_invariants()));
    TL_TRY_ASSIGN(const auto workspaces, throughline_.access().all_workspaces());
    for (const access::Workspace& workspace : workspaces) {
      TL_TRY_ASSIGN(storage::Database* const database,
                    throughline_.workspaces().find(workspace.id));
      TL_TRY(ask(*database, workspace.id, workspace_invariants()));
      TL_TRY(compare_keys(*database, workspace.id));
      TL_TRY(check_audit(workspace.id));
      TL_TRY(compare_index(*database, workspace.id));
      TL_TRY(compare_fold(*database, workspace.id));
    }
    return std::move(findings_);
  }

 private:
  Result<void> check_stop() const {
    return options_.stop != nullptr && *options_.stop
               ? Result<void>(Error::unavailable("the server is stopping"))
               : Result<void>();
  }

  Result<void> ask(storage::Database& database, WorkspaceId workspace,
                   const std::vector<Invariant>& invariants) {
    if (database.dialect() == storage::Dialect::sqlite) {
      TL_TRY(check_pages(database, workspace));
    }
    for (const Invariant& invariant : invariants) {
      TL_TRY(check_stop());
      Finding finding = finding_of(workspace, invariant);
      TL_TRY(database.read([&](Transaction& tx) -> Result<void> {
        TL_TRY_ASSIGN(const storage::Row row, tx.row(sql_of(invariant, tx.dialect())));
        note_broken(finding, row.at(0).number(), invariant.advice);
        finding.example = row.at(1).is_null() ? "" : std::to_string(row.at(1).number());
        return {};
      }));
      findings_.push_back(std::move(finding));
    }
    return {};
  }

  Result<void> check_pages(storage::Database& database, WorkspaceId workspace) {
    TL_TRY(check_stop());
    Finding finding = {.workspace = workspace,
                       .check = "storage/pages",
                       .states = "the database's pages and indexes are whole"};
    TL_TRY(database.read([&](Transaction& tx) -> Result<void> {
      TL_TRY_ASSIGN(const auto rows, tx.rows("PRAGMA integrity_check(10)"));
      const bool sound = rows.size() == 1 && rows.front().at(0).text() == "ok";
      note_broken(finding, sound ? 0 : static_cast<std::int64_t>(rows.size()),
                  "the disk or its driver lost data: restore a backup");
      return {};
    }));
    findings_.push_back(std::move(finding));
    return {};
  }

  // Two databases, which no statement can join.
  Result<void> compare_keys(storage::Database& database, WorkspaceId workspace) {
    Finding finding = {.workspace = workspace,
                       .check = "access/write_keys",
                       .states = "every write key is of a source, and every source has one"};
    const auto ids_of = [](storage::Database& from, std::string_view sql,
                           const storage::Arguments& arguments) {
      return from.read([&](Transaction& tx) -> Result<std::set<std::int64_t>> {
        std::set<std::int64_t> ids;
        TL_TRY(tx.each(sql, arguments, [&](const storage::Row& row) -> Result<void> {
          ids.insert(row.at(0).number());
          return {};
        }));
        return ids;
      });
    };
    TL_TRY_ASSIGN(const auto keys, ids_of(throughline_.workspaces().instance(),
                                          "SELECT source_id FROM key_index WHERE workspace_id = ?"
                                          " AND source_id IS NOT NULL",
                                          {workspace}));
    TL_TRY_ASSIGN(const auto sources,
                  ids_of(database, "SELECT id FROM sources WHERE deleted_at IS NULL", {}));
    std::vector<std::int64_t> different;
    std::set_symmetric_difference(keys.begin(), keys.end(), sources.begin(), sources.end(),
                                  std::back_inserter(different));
    note_broken(finding, static_cast<std::int64_t>(different.size()),
                "make a new write key for the source on its page");
    finding.example = different.empty() ? "" : std::to_string(different.front());
    findings_.push_back(std::move(finding));
    return {};
  }

  Result<void> check_audit(WorkspaceId workspace) {
    TL_TRY(check_stop());
    Finding finding = {.workspace = workspace,
                       .check = "access/audit_chain",
                       .states = "no entry of the audit was changed, added or taken away"};
    TL_TRY_ASSIGN(const access::AuditCheck check, throughline_.access().check_audit(workspace));
    note_broken(finding, check.intact() ? 0 : 1,
                "somebody changed the record by hand: compare with a backup");
    finding.example = check.broken ? std::to_string(*check.broken) : "";
    findings_.push_back(std::move(finding));
    return {};
  }

  Result<void> compare_index(storage::Database& database, WorkspaceId workspace) {
    TL_TRY(check_stop());
    Finding finding = {.workspace = workspace,
                       .check = "index/record",
                       .states = "the derived index holds every event of the record",
                       .repair = Repair::index};
    TL_TRY(database.read([&](Transaction& tx) -> Result<void> {
      TL_TRY_ASSIGN(const std::int64_t different, throughline_.timeline().index_differences(tx));
      note_broken(finding, different, "");
      return {};
    }));
    findings_.push_back(std::move(finding));
    return {};
  }

  Result<void> compare_fold(storage::Database& database, WorkspaceId workspace) {
    TL_TRY(check_stop());
    Finding finding = {.workspace = workspace,
                       .check = "people/fold",
                       .states = "people, traits and accounts are what the events say",
                       .repair = Repair::people};
    TL_TRY(database.read([&](Transaction& tx) -> Result<void> {
      TL_TRY_ASSIGN(const storage::Row events, tx.row("SELECT COUNT(*) FROM events"));
      TL_TRY_ASSIGN(const storage::Row pending,
                    tx.row("SELECT COUNT(*) FROM components WHERE pending = 1"));
      if (pending.at(0).number() > 0) {
        finding.skipped = "identity is being resolved again";
      } else if (!options_.deep && events.at(0).number() > folded_events_max) {
        finding.skipped = "many events: ask with --deep";
      } else {
        TL_TRY_ASSIGN(const std::string stored, throughline_.people().canonical_export(tx));
        TL_TRY_ASSIGN(const std::string folded, throughline_.people().canonical_fold(tx));
        note_broken(finding, stored == folded ? 0 : 1, "");
      }
      return {};
    }));
    findings_.push_back(std::move(finding));
    return {};
  }

  Throughline& throughline_;
  const DoctorOptions& options_;
  std::vector<Finding> findings_;
};

Result<void> repair_one(Throughline& throughline, WorkspaceId workspace, Repair what) {
  switch (what) {
    case Repair::none:
      return {};
    case Repair::index:
      return throughline.timeline().rebuild(workspace);
    case Repair::people:
      TL_TRY(throughline.people().rebuild(workspace));
      return {};
    case Repair::list:
      return throughline.people().forget_list(workspace);
    case Repair::dead_letter_sizes:
      return throughline.workspaces().write(workspace, [](Transaction& tx) -> Result<void> {
        TL_TRY(tx.run("DELETE FROM dead_letter_sizes"));
        return tx.run(
            "INSERT INTO dead_letter_sizes (source, letters, bytes)"
            " SELECT source, COUNT(*), SUM(bytes) FROM dead_letters GROUP BY source");
      });
  }
  return {};
}

bool is_broken_in(const std::vector<Finding>& before, const Finding& finding) {
  return std::any_of(before.begin(), before.end(), [&](const Finding& former) {
    return former.broken > 0 && former.workspace == finding.workspace &&
           former.check == finding.check;
  });
}

}  // namespace

Result<std::vector<Finding>> examine(Throughline& throughline, const DoctorOptions& options) {
  return Examination(throughline, options).run();
}

Result<void> repair(Throughline& throughline, const std::vector<Finding>& findings) {
  std::set<std::pair<std::int64_t, Repair>> wanted;
  for (const Finding& finding : findings) {
    if (finding.broken > 0) {
      wanted.emplace(finding.workspace.value, finding.repair);
    }
    // The list follows people.
    if (finding.broken > 0 && finding.repair == Repair::people) {
      wanted.emplace(finding.workspace.value, Repair::list);
    }
  }
  for (const auto& [workspace, what] : wanted) {
    TL_TRY(repair_one(throughline, {workspace}, what));
  }
  return {};
}

bool all_hold(const std::vector<Finding>& findings) {
  return std::all_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.broken == 0; });
}

std::string to_json(const std::vector<Finding>& findings, const std::vector<Finding>& before) {
  codec::JsonWriter writer;
  writer.begin_object().member("healthy", all_hold(findings)).key("checks").begin_array();
  for (const Finding& finding : findings) {
    writer.begin_object()
        .member("where", finding.workspace ? "workspace " + std::to_string(finding.workspace.value)
                                           : "instance")
        .member("check", finding.check)
        .member("states", finding.states)
        .member("broken", finding.broken);
    if (finding.broken > 0) {
      writer.member("example", finding.example).member("advice", finding.advice);
    } else if (is_broken_in(before, finding)) {
      writer.member("repaired", true);
    }
    if (!finding.skipped.empty()) {
      writer.member("skipped", finding.skipped);
    }
    writer.end_object();
  }
  return writer.end_array().end_object().take();
}

}  // namespace throughline::app
