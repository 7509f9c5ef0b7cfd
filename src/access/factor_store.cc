#include "access/factor_store.h"

namespace throughline::access {

using storage::Bytes;
using storage::Transaction;

Result<std::optional<SecondFactor>> find_second_factor(Transaction& tx, UserId user) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT sealed_secret, confirmed_at, last_step FROM second_factors"
                            " WHERE user_id = ?",
                            {user}));
  if (!row) {
    return std::optional<SecondFactor>();
  }
  return std::optional(SecondFactor{(*row)[0].bytes(), !(*row)[1].is_null(), (*row)[2].number()});
}

Result<void> save_second_factor(Transaction& tx, UserId user, std::string_view sealed, Time now) {
  TL_TRY(delete_second_factor(tx, user));
  return tx.run(
      "INSERT INTO second_factors (user_id, sealed_secret, created_at, last_step)"
      " VALUES (?, ?, ?, 0)",
      {user, Bytes{std::string(sealed)}, now});
}

Result<void> confirm_second_factor(Transaction& tx, UserId user, std::int64_t step, Time now) {
  return tx.run("UPDATE second_factors SET confirmed_at = ?, last_step = ? WHERE user_id = ?",
                {now, step, user});
}

Result<void> save_factor_step(Transaction& tx, UserId user, std::int64_t step) {
  return tx.run("UPDATE second_factors SET last_step = ? WHERE user_id = ?", {step, user});
}

Result<void> delete_second_factor(Transaction& tx, UserId user) {
  TL_TRY(tx.run("DELETE FROM recovery_codes WHERE user_id = ?", {user}));
  return tx.run("DELETE FROM second_factors WHERE user_id = ?", {user});
}

Result<void> replace_recovery_codes(Transaction& tx, UserId user,
                                    const std::vector<std::string>& hashes) {
  TL_TRY(tx.run("DELETE FROM recovery_codes WHERE user_id = ?", {user}));
  for (const std::string& hash : hashes) {
    TL_TRY(tx.run("INSERT INTO recovery_codes (code_hash, user_id) VALUES (?, ?)",
                  {Bytes{hash}, user}));
  }
  return {};
}

Result<std::int64_t> count_recovery_codes(Transaction& tx, UserId user) {
  TL_TRY_ASSIGN(const storage::Row row,
                tx.row("SELECT COUNT(*) FROM recovery_codes WHERE user_id = ?", {user}));
  return row[0].number();
}

Result<bool> use_recovery_code(Transaction& tx, UserId user, std::string_view hash) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("DELETE FROM recovery_codes WHERE user_id = ? AND code_hash = ?"
                        " RETURNING user_id",
                        {user, Bytes{std::string(hash)}}));
  return !rows.empty();
}

}  // namespace throughline::access
