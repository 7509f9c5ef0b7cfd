// Rows of second_factors and recovery_codes, in the instance database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "storage/database.h"

namespace throughline::access {

struct SecondFactor {
  std::string sealed_secret = {};
  bool confirmed = false;
  std::int64_t last_step = 0;
};

Result<std::optional<SecondFactor>> find_second_factor(storage::Transaction& tx, UserId user);
// In place of the one before.
Result<void> save_second_factor(storage::Transaction& tx, UserId user, std::string_view sealed,
                                Time now);
Result<void> confirm_second_factor(storage::Transaction& tx, UserId user, std::int64_t step,
                                   Time now);
Result<void> save_factor_step(storage::Transaction& tx, UserId user, std::int64_t step);
// With its recovery codes.
Result<void> delete_second_factor(storage::Transaction& tx, UserId user);

Result<void> replace_recovery_codes(storage::Transaction& tx, UserId user,
                                    const std::vector<std::string>& hashes);
Result<std::int64_t> count_recovery_codes(storage::Transaction& tx, UserId user);
// Whether it was there.
Result<bool> use_recovery_code(storage::Transaction& tx, UserId user, std::string_view hash);

}  // namespace throughline::access
