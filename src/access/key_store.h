// Rows of api_keys and key_index, in the instance database.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/key_index.h"
#include "access/team.h"
#include "storage/database.h"

namespace throughline::access {

// `key.id` is ignored; gives the new one.
Result<ApiKeyId> insert_api_key(storage::Transaction& tx, WorkspaceId workspace, const ApiKey& key);
Result<ApiKey> find_api_key(storage::Transaction& tx, WorkspaceId workspace, ApiKeyId id);
// In the order in which they were made.
Result<std::vector<ApiKey>> all_api_keys(storage::Transaction& tx, WorkspaceId workspace);
// Lets every present secret of the key end at `at`, and gives their hashes.
Result<std::vector<std::string>> end_key_hashes(storage::Transaction& tx, WorkspaceId workspace,
                                                ApiKeyId id, Time at);
// Hashes that have ended; gives them.
Result<std::vector<std::string>> delete_ended_hashes(storage::Transaction& tx, Time now);
Result<void> save_api_key_used(storage::Transaction& tx, ApiKeyId id, Time now);
Result<void> save_api_key_prefix(storage::Transaction& tx, ApiKeyId id, std::string_view prefix);
Result<void> delete_api_key(storage::Transaction& tx, ApiKeyId id);

Result<KeyIndex::Owners> load_key_index(storage::Transaction& tx);
// Error::conflict where a key with this hash exists.
Result<void> insert_key_hash(storage::Transaction& tx, std::string_view hash,
                             const KeyOwner& owner);
// Deletes the hashes that belong to `owner`, and gives them.
Result<std::vector<std::string>> delete_key_hashes(storage::Transaction& tx, const KeyOwner& owner);

}  // namespace throughline::access
