#include "access/access.h"

#include <map>
#include <utility>

#include "access/audit_store.h"
#include "access/key_store.h"
#include "access/member_store.h"
#include "access/text_rules.h"
#include "base/log.h"
#include "base/text.h"
#include "codec/json.h"
#include "storage/key_file.h"

namespace throughline::access {
namespace {

// A setting that holds a text, or `otherwise`.
Result<std::string> text_setting(storage::Transaction& tx, std::string_view name,
                                 std::string_view otherwise) {
  TL_TRY_ASSIGN(const auto json, find_setting(tx, name));
  if (!json) {
    return std::string(otherwise);
  }
  TL_TRY_ASSIGN(const codec::Json value, codec::parse_json(*json));
  return std::string(value.text_or(otherwise));
}

}  // namespace

Access::Access(storage::Workspaces& workspaces, Clock& clock, Random& random)
    : workspaces_(workspaces), clock_(clock), random_(random) {}

Result<void> Access::start(std::string_view first_workspace_name) {
  const Time now = clock_.now();
  TL_TRY_ASSIGN(std::string key, storage::read_or_make_key(workspaces_.data_directory()));
  box_ = SecretBox(std::move(key));
  TL_TRY_ASSIGN(const std::vector<Workspace> workspaces,
                instance().write([&](storage::Transaction& tx) -> Result<std::vector<Workspace>> {
                  TL_TRY(delete_expired(tx, now));
                  TL_TRY(delete_ended_hashes(tx, now));
                  TL_TRY_ASSIGN(std::vector<Workspace> all, access::all_workspaces(tx));
                  if (!all.empty()) {
                    return all;
                  }
                  TL_TRY(insert_workspace(tx, first_workspace_name, now));
                  return access::all_workspaces(tx);
                }));
  for (const Workspace& workspace : workspaces) {
    TL_TRY(workspaces_.create(workspace.id));
  }
  TL_TRY_ASSIGN(KeyIndex::Owners owners, instance().read(load_key_index));
  keys_.replace(std::move(owners));
  deliver_audit();
  return {};
}

Result<void> Access::note(storage::Transaction& tx, const Actor& actor, const Deed& deed) {
  return insert_waiting_audit(
      tx, {actor.workspace,
           {clock_.now(), audit_name(actor), std::string(deed.action), deed.target, deed.detail}});
}

void Access::deliver_audit() {
  const auto waiting = instance().read(waiting_audit);
  if (!waiting) {
    log(LogLevel::error, "the audit could not be read", {{"why", waiting.error().message}});
    return;
  }
  for (const WaitingAudit& each : *waiting) {
    Result<void> delivered = workspaces_.write(
        each.workspace, [&](storage::Transaction& tx) { return insert_audit(tx, each.entry); });
    if (delivered) {
      delivered = instance().write([&](storage::Transaction& tx) {
        return delete_waiting_audit(tx, each.entry.origin.value_or(0));
      });
    }
    if (!delivered) {
      log(LogLevel::error, "an audit entry waits", {{"why", delivered.error().message}});
      return;
    }
  }
}

Result<void> Access::audit(storage::Transaction& tx, const Actor& actor, std::string_view action,
                           std::string_view target, std::string_view detail) {
  return audit_at(tx, clock_.now(), actor, action, target, detail);
}

Result<void> Access::audit_at(storage::Transaction& tx, Time at, const Actor& actor,
                              std::string_view action, std::string_view target,
                              std::string_view detail) {
  return insert_audit(
      tx, {at, audit_name(actor), std::string(action), std::string(target), std::string(detail)});
}

Result<AuditPage> Access::audit_page(const Actor& actor, const AuditQuery& query) {
  if (query.limit < 1 || query.limit > audit_page_max) {
    return Error::invalid("`limit` must be 1 to 500");
  }
  TL_TRY_ASSIGN(auto entries, workspaces_.read(actor, [&](storage::Transaction& tx) {
    return find_audit(tx, query);
  }));
  std::map<std::string, std::string> names;
  TL_TRY(instance().read([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto members, all_members(tx, actor.workspace));
    for (const Member& member : members) {
      names[audit_name(member.user)] = member.name;
    }
    TL_TRY_ASSIGN(const auto keys, all_api_keys(tx, actor.workspace));
    for (const ApiKey& key : keys) {
      names[audit_name(key.id)] = key.name;
    }
    return {};
  }));
  AuditPage page;
  for (StoredAuditEntry& stored : entries) {
    const auto name = names.find(stored.entry.actor);
    page.items.push_back({std::move(stored), name == names.end() ? "" : name->second});
  }
  if (static_cast<std::int64_t>(page.items.size()) == query.limit) {
    page.next = page.items.back().stored.id;
  }
  return page;
}

Result<AuditCheck> Access::check_audit(WorkspaceId workspace) {
  return workspaces_.read(workspace, access::check_audit);
}

Result<Workspace> Access::create_workspace(std::string_view name) {
  TL_TRY(check_name("The name", name));
  TL_TRY_ASSIGN(Workspace workspace,
                instance().write([&](storage::Transaction& tx) -> Result<Workspace> {
                  TL_TRY_ASSIGN(const WorkspaceId id, insert_workspace(tx, name, clock_.now()));
                  return find_workspace(tx, id);
                }));
  TL_TRY(workspaces_.create(workspace.id));
  return workspace;
}

Result<std::vector<Workspace>> Access::all_workspaces() {
  return instance().read(access::all_workspaces);
}

Result<std::vector<Workspace>> Access::workspaces_of(UserId user) {
  return instance().read([&](storage::Transaction& tx) { return workspaces_of_user(tx, user); });
}

Result<WorkspaceSettings> Access::settings_in(storage::Transaction& tx) {
  WorkspaceSettings settings;
  TL_TRY_ASSIGN(settings.time_zone, text_setting(tx, "time_zone", "UTC"));
  return settings;
}

Result<WorkspaceSettings> Access::settings(const Actor& actor) {
  TL_TRY_ASSIGN(const Workspace workspace, instance().read([&](storage::Transaction& tx) {
    return find_workspace(tx, actor.workspace);
  }));
  TL_TRY_ASSIGN(WorkspaceSettings settings, workspaces_.read(actor, settings_in));
  settings.name = workspace.name;
  return settings;
}

Result<WorkspaceSettings> Access::change_settings(const Actor& actor,
                                                  const WorkspaceChange& change) {
  if (change.name) {
    TL_TRY(check_name("The workspace's name", *change.name));
  }
  TL_TRY(check_time_zone(change.time_zone.value_or("UTC")));
  if (change.name) {
    TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
      TL_TRY(rename_workspace(tx, actor.workspace, *change.name));
      return note(tx, actor, {"workspace.rename", "workspace"});
    }));
    deliver_audit();
  }
  if (change.time_zone) {
    TL_TRY(workspaces_.write(actor, [&](storage::Transaction& tx) -> Result<void> {
      TL_TRY(save_setting(tx, "time_zone", quote_json(*change.time_zone)));
      return audit(tx, actor, "workspace.change_settings", "workspace");
    }));
  }
  return settings(actor);
}

Result<std::optional<std::string>> Access::setting(storage::Transaction& tx,
                                                   std::string_view name) {
  return find_setting(tx, name);
}

Result<void> Access::save_setting(storage::Transaction& tx, std::string_view name,
                                  std::string_view json) {
  return access::save_setting(tx, name, json);
}

}  // namespace throughline::access
