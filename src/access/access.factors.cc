// Access: second factors.
#include "access/access.h"

#include "access/factor_store.h"
#include "access/text_rules.h"
#include "access/totp.h"
#include "base/text.h"

namespace throughline::access {
namespace {

constexpr std::size_t recovery_codes_made = 10;
constexpr std::size_t recovery_code_bytes = 10;  // 16 characters in base 32.

Error wrong_code() {
  return Error::unauthenticated(std::string(second_factor_wrong));
}

// As people type them: without spaces and dashes, in capitals or not.
std::string normal_code(std::string_view code) {
  std::string normal;
  for (const char c : code) {
    if (c != ' ' && c != '-') {
      normal += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return normal;
}

}  // namespace

Result<SecondFactorState> Access::second_factor(const Actor& actor) {
  return instance().read([&](storage::Transaction& tx) -> Result<SecondFactorState> {
    TL_TRY_ASSIGN(const auto factor, find_second_factor(tx, actor.user));
    SecondFactorState state = {.enabled = factor && factor->confirmed};
    TL_TRY_ASSIGN(state.recovery_codes, count_recovery_codes(tx, actor.user));
    return state;
  });
}

Result<NewSecondFactor> Access::begin_second_factor(const Actor& actor, std::string_view password,
                                                    std::string_view address) {
  TL_TRY(check_own_password(actor, password, address));
  const std::string secret = random_.bytes(totp_secret_bytes);
  const std::string sealed = box_.seal(random_, secret);
  return instance().write([&](storage::Transaction& tx) -> Result<NewSecondFactor> {
    TL_TRY_ASSIGN(const auto former, find_second_factor(tx, actor.user));
    if (former && former->confirmed) {
      return Error::conflict("There is a second factor; remove it before you add another one");
    }
    TL_TRY_ASSIGN(const Member member, access::find_member(tx, actor.workspace, actor.user));
    TL_TRY(save_second_factor(tx, actor.user, sealed, clock_.now()));
    return NewSecondFactor{to_base32(secret), totp_uri(secret, member.email, "Throughline")};
  });
}

Result<std::vector<std::string>> Access::confirm_second_factor(const Actor& actor,
                                                               std::string_view code,
                                                               std::string_view address) {
  const Time now = clock_.now();
  const std::string throttled = audit_name(actor) + "/factor";
  if (const Time allowed = throttle_.attempt(throttled, address, now); allowed > now) {
    return Error::too_many("Too many attempts. Try again later.");
  }
  std::vector<std::string> codes;
  std::vector<std::string> hashes;
  for (std::size_t i = 0; i < recovery_codes_made; ++i) {
    codes.push_back(to_base32(random_.bytes(recovery_code_bytes)));
    hashes.push_back(hash_of_secret(codes.back()));
  }
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto factor, find_second_factor(tx, actor.user));
    if (!factor || factor->confirmed) {
      return Error::conflict("There is no second factor that waits to be confirmed");
    }
    const auto secret = box_.open(factor->sealed_secret);
    const auto step = find_totp_step(secret.value_or(""), normal_code(code), now, 0);
    if (!secret || !step) {
      return Error::invalid("This is not the code that the authenticator shows now");
    }
    TL_TRY(access::confirm_second_factor(tx, actor.user, *step, now));
    TL_TRY(replace_recovery_codes(tx, actor.user, hashes));
    return note(tx, actor, {"second_factor.add", audit_name(actor.user)});
  }));
  throttle_.succeeded(throttled, address);
  deliver_audit();
  return codes;
}

Result<void> Access::remove_second_factor(const Actor& actor, std::string_view password,
                                          std::string_view address) {
  TL_TRY(check_own_password(actor, password, address));
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY(delete_second_factor(tx, actor.user));
    return note(tx, actor, {"second_factor.remove", audit_name(actor.user)});
  }));
  deliver_audit();
  return {};
}

Result<void> Access::forget_second_factor(const Actor& actor, std::string_view email) {
  TL_TRY_ASSIGN(const std::string address, normal_email(email));
  TL_TRY(instance().write([&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto found, find_credentials(tx, address));
    if (!found) {
      return Error::not_found("There is no user with this email address");
    }
    TL_TRY(delete_second_factor(tx, found->user));
    return note(tx, actor, {"second_factor.forget", audit_name(found->user)});
  }));
  deliver_audit();
  return {};
}

// In the unit that begins the session, so that a code opens one session only.
Result<void> Access::pass_second_factor(storage::Transaction& tx, UserId user,
                                        std::string_view code) {
  TL_TRY_ASSIGN(const auto factor, find_second_factor(tx, user));
  if (!factor || !factor->confirmed) {
    return {};
  }
  if (code.empty()) {
    return Error::unauthenticated(std::string(second_factor_needed));
  }
  const std::string normal = normal_code(code);
  const auto secret = box_.open(factor->sealed_secret);
  const auto step =
      secret ? find_totp_step(*secret, normal, clock_.now(), factor->last_step) : std::nullopt;
  if (step) {
    return save_factor_step(tx, user, *step);
  }
  TL_TRY_ASSIGN(const bool used, use_recovery_code(tx, user, hash_of_secret(normal)));
  return used ? Result<void>() : wrong_code();
}

}  // namespace throughline::access
