// Access: API keys, and the write keys of sources.
#include "access/access.h"

#include <algorithm>
#include <utility>

#include "access/key_store.h"
#include "access/member_store.h"
#include "access/rights.h"
#include "access/text_rules.h"
#include "base/log.h"

namespace throughline::access {
namespace {

KeyOwner owner_of(WorkspaceId workspace, ApiKeyId id, const ApiKey& key) {
  return {.workspace = workspace,
          .api_key = id,
          .role = key.role,
          .name = key.name,
          .scopes = key.scopes,
          .expires_at = key.expires_at};
}

}  // namespace

Result<void> Access::put_key(storage::Transaction& tx, const std::string& hash,
                             const KeyOwner& owner) {
  TL_TRY(insert_key_hash(tx, hash, owner));
  tx.after_commit(storage::Stage::cache, [this, hash, owner] { keys_.put(hash, owner); });
  return {};
}

void Access::forget_key_after_commit(storage::Transaction& tx, std::vector<std::string> hashes) {
  tx.after_commit(storage::Stage::cache, [this, hashes = std::move(hashes)] {
    for (const std::string& hash : hashes) {
      keys_.drop(hash);
    }
  });
}

Result<std::vector<ApiKey>> Access::api_keys(const Actor& actor) {
  return instance().read(
      [&](storage::Transaction& tx) { return all_api_keys(tx, actor.workspace); });
}

Result<void> Access::check_right(const Actor& actor, Right right) {
  bool is_held = holds(actor.role, right);
  if (is_held && actor.api_key) {
    TL_TRY_ASSIGN(const ApiKey key, find_api_key(actor, actor.api_key));
    is_held = key.scopes.empty() ||
              std::find(key.scopes.begin(), key.scopes.end(), right) != key.scopes.end();
  }
  return is_held ? Result<void>()
                 : Error::forbidden("this needs the right " + std::string(name_of(right)));
}

Result<ApiKey> Access::find_api_key(const Actor& actor, ApiKeyId id) {
  return instance().read(
      [&](storage::Transaction& tx) { return access::find_api_key(tx, actor.workspace, id); });
}

Result<NewApiKey> Access::create_api_key(const Actor& actor, std::string_view name, Role role) {
  return create_api_key(actor, ApiKeyForm{.name = std::string(name), .role = role});
}

Result<void> Access::check_key_form(const Actor& actor, const ApiKeyForm& form) const {
  TL_TRY(check_name("The name", form.name));
  if (!may_manage(actor.role, form.role)) {
    return Error::forbidden("Only an owner makes keys with an owner's rights");
  }
  if (form.expires_at && *form.expires_at <= clock_.now()) {
    return Error::invalid("`expires_at` must be in the future");
  }
  for (const Right right : form.scopes) {
    const std::string quoted = "`" + std::string(name_of(right)) + "`";
    if (!may_be_scope(right)) {
      return Error::invalid(quoted + " cannot be a scope: it could give itself more");
    }
    if (!holds(form.role, right)) {
      return Error::invalid("The role " + std::string(name_of(form.role)) + " does not hold " +
                            quoted);
    }
  }
  return {};
}

Result<NewApiKey> Access::create_api_key(const Actor& actor, const ApiKeyForm& form) {
  TL_TRY(check_key_form(actor, form));
  const std::string secret = make_secret(random_, api_key_prefix);
  const ApiKey key = {.name = form.name,
                      .role = form.role,
                      .prefix = shown_part(secret),
                      .created_at = clock_.now(),
                      .created_by = actor.user,
                      .scopes = form.scopes,
                      .expires_at = form.expires_at};
  auto created = instance().write([&](storage::Transaction& tx) -> Result<NewApiKey> {
    TL_TRY(lock_workspace(tx, actor.workspace));
    TL_TRY_ASSIGN(const auto existing, all_api_keys(tx, actor.workspace));
    if (static_cast<std::int64_t>(existing.size()) >= api_keys_max) {
      return Error::too_many("This workspace has as many keys as it may have");
    }
    TL_TRY_ASSIGN(const ApiKeyId id, insert_api_key(tx, actor.workspace, key));
    TL_TRY(put_key(tx, hash_of_secret(secret), owner_of(actor.workspace, id, key)));
    TL_TRY(note(tx, actor, {"api_key.create", audit_name(id), audit_detail(key.role)}));
    TL_TRY_ASSIGN(ApiKey stored, access::find_api_key(tx, actor.workspace, id));
    return NewApiKey{std::move(stored), secret};
  });
  deliver_audit();
  return created;
}

Result<void> Access::revoke_api_key(const Actor& actor, ApiKeyId id) {
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const ApiKey key, access::find_api_key(tx, actor.workspace, id));
    if (!may_manage(actor.role, key.role)) {
      return Error::forbidden("Only an owner revokes keys with an owner's rights");
    }
    TL_TRY_ASSIGN(auto hashes,
                  delete_key_hashes(tx, {.workspace = actor.workspace, .api_key = id}));
    TL_TRY(delete_api_key(tx, id));
    forget_key_after_commit(tx, std::move(hashes));
    return note(tx, actor, {"api_key.revoke", audit_name(id)});
  }));
  deliver_audit();
  return {};
}

// The former secret goes on until `overlap_us` have passed, so that whoever uses it has time to
// take the new one.
Result<NewApiKey> Access::rotate_api_key(const Actor& actor, ApiKeyId id, std::int64_t overlap_us) {
  if (overlap_us < 0 || overlap_us > key_overlap_longest_us) {
    return Error::invalid("The former secret may go on for 0 to 168 hours");
  }
  const std::string secret = make_secret(random_, api_key_prefix);
  const Time ends = {clock_.now().us + overlap_us};
  auto rotated = instance().write([&](storage::Transaction& tx) -> Result<NewApiKey> {
    TL_TRY_ASSIGN(ApiKey key, access::find_api_key(tx, actor.workspace, id));
    if (!may_manage(actor.role, key.role)) {
      return Error::forbidden("Only an owner rotates keys with an owner's rights");
    }
    TL_TRY_ASSIGN(auto former, end_key_hashes(tx, actor.workspace, id, ends));
    TL_TRY(save_api_key_prefix(tx, id, shown_part(secret)));
    TL_TRY(put_key(tx, hash_of_secret(secret), owner_of(actor.workspace, id, key)));
    tx.after_commit(storage::Stage::cache, [this, former = std::move(former), ends] {
      for (const std::string& hash : former) {
        keys_.end(hash, ends);
      }
    });
    TL_TRY(note(tx, actor, {"api_key.rotate", audit_name(id)}));
    key.prefix = shown_part(secret);
    return NewApiKey{std::move(key), secret};
  });
  deliver_audit();
  return rotated;
}

std::optional<Actor> Access::find_key_actor(std::string_view key) {
  const auto holder = find_key_holder(key);
  return holder ? std::optional(holder->actor) : std::nullopt;
}

std::optional<KeyHolder> Access::find_key_holder(std::string_view key) {
  const auto owner = keys_.find(hash_of_secret(key));
  if (!owner || !owner->api_key || owner->has_ended(clock_.now())) {
    return std::nullopt;
  }
  const Time now = clock_.now();
  const bool is_noted = keys_used_.with([&](auto& used) {
    const auto [at, is_new] = used.try_emplace(owner->api_key.value, now);
    const bool recent = !is_new && now.us - at->second.us < seen_every_us;
    at->second = recent ? at->second : now;
    return recent;
  });
  if (!is_noted) {
    const auto noted = instance().write(
        [&](storage::Transaction& tx) { return save_api_key_used(tx, owner->api_key, now); });
    if (!noted) {
      log(LogLevel::warning, "a key's use was not noted", {{"why", noted.error().message}});
    }
  }
  return KeyHolder{{.workspace = owner->workspace,
                    .api_key = owner->api_key,
                    .role = owner->role,
                    .name = owner->name},
                   owner->scopes};
}

Result<IssuedWriteKey> Access::issue_write_key(WorkspaceId workspace, SourceId source) {
  const std::string secret = make_secret(random_, write_key_prefix);
  const KeyOwner owner = {.workspace = workspace, .source = source};
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(auto hashes, delete_key_hashes(tx, owner));
    forget_key_after_commit(tx, std::move(hashes));
    return put_key(tx, hash_of_secret(secret), owner);
  }));
  return IssuedWriteKey{secret, shown_part(secret)};
}

Result<void> Access::import_write_key(WorkspaceId workspace, SourceId source,
                                      std::string_view key) {
  if (key.empty()) {
    return Error::invalid("A write key must not be empty");
  }
  return instance().write([&](storage::Transaction& tx) {
    return register_write_key(tx, hash_of_secret(key), workspace, source);
  });
}

Result<void> Access::register_write_key(storage::Transaction& tx, const std::string& hash,
                                        WorkspaceId workspace, SourceId source) {
  return put_key(tx, hash, {.workspace = workspace, .source = source});
}

Result<void> Access::revoke_write_keys(WorkspaceId workspace, SourceId source) {
  return instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(auto hashes, delete_key_hashes(tx, {.workspace = workspace, .source = source}));
    forget_key_after_commit(tx, std::move(hashes));
    return {};
  });
}

std::optional<WriteKey> Access::find_write_key(std::string_view key) const {
  const auto owner = keys_.find(hash_of_secret(key));
  if (!owner || !owner->source) {
    return std::nullopt;
  }
  return WriteKey{owner->workspace, owner->source};
}

}  // namespace throughline::access
