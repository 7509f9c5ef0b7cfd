#include "access/answer_memory_routes.h"

#include "access/secret.h"
#include "base/log.h"

namespace throughline::access {
namespace {

Result<AnswerKey> answer_key(const http::Request& request, std::string_view key) {
  if (key.empty() || key.size() > idempotency_key_bytes_max) {
    return Error::invalid("An Idempotency-Key has 1 to 255 characters");
  }
  if (!request.body_file.empty()) {
    return Error::too_large("An Idempotency-Key goes with bodies of at most 1 MB");
  }
  const Actor& actor = request.actor;
  // Lengths first, so that no two requests are written alike.
  std::string said;
  for (const std::string* part : {&request.method, &request.path, &request.raw_query}) {
    said += std::to_string(part->size()) + ":" + *part;
  }
  return AnswerKey{.caller = actor.user ? "user:" + std::to_string(actor.user.value)
                                        : "key:" + std::to_string(actor.api_key.value),
                   .key_hash = hash_of_secret(key),
                   .request_hash = hash_of_secret(said + request.body)};
}

Result<http::Response> answered(const AnswerKey& key, const KeptAnswer& kept) {
  if (kept.request_hash != key.request_hash) {
    return Error::conflict("This Idempotency-Key was sent with another request; take a new one");
  }
  if (!kept.status) {
    return Error::conflict(
        "The first request with this Idempotency-Key is still being carried out, or the server "
        "stopped meanwhile. Look whether it took effect before you take another key.");
  }
  if (!kept.body) {
    return Error::conflict(
        "This was done; its answer is not kept, since it held a secret or somebody was erased");
  }
  return http::text_response(*kept.body, kept.content_type, *kept.status);
}

class Memory : public http::AnswerMemory {
 public:
  explicit Memory(Access& access) : access_(access) {}

  Result<Attempt> begin(const http::Request& request, std::string_view key) override {
    TL_TRY_ASSIGN(const AnswerKey named, answer_key(request, key));
    TL_TRY_ASSIGN(const auto kept, access_.find_or_begin_answer(request.actor, named));
    if (!kept) {
      return Attempt{.keep = [this, actor = request.actor, named](const http::Response& response,
                                                                  bool secret) {
        keep(actor, named, response, secret);
      }};
    }
    TL_TRY_ASSIGN(http::Response response, answered(named, *kept));
    return Attempt{.kept = std::move(response)};
  }

 private:
  void keep(const Actor& actor, const AnswerKey& key, const http::Response& response, bool secret) {
    const auto* text = std::get_if<std::string>(&response.body);
    const bool may_try_again = response.status >= 500 || response.status == 429;
    KeptAnswer kept = {.status = response.status,
                       .content_type = std::string(response.headers.value_or("content-type", ""))};
    if (text != nullptr && (!secret || response.status >= 300)) {
      kept.body = *text;
    }
    const Result<void> done =
        may_try_again ? access_.forget_answer(actor, key) : access_.save_answer(actor, key, kept);
    if (!done.ok()) {
      // The key stays taken without an answer: sent again, the request is refused, not repeated.
      log(LogLevel::error, "an answer could not be kept", {{"why", done.error().message}});
    }
  }

  Access& access_;
};

}  // namespace

std::unique_ptr<http::AnswerMemory> make_answer_memory(Access& access) {
  return std::make_unique<Memory>(access);
}

}  // namespace throughline::access
