// AnswerMemory: what was answered to requests with an Idempotency-Key, so that one sent again is
// answered again and not carried out again. Implemented by access/. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

namespace throughline::http {

class AnswerMemory {
 public:
  virtual ~AnswerMemory() = default;
  // The answer kept for this caller's key; nothing where the request is to be carried out, and
  // end() called after it. An Error refuses: the key names another request, or one whose outcome
  // is not known.
  virtual Result<std::optional<Response>> begin(const Request& request, std::string_view key) = 0;
  // Only that it was done is kept of an answer that holds a `secret`.
  virtual void end(const Request& request, std::string_view key, const Response& response,
                   bool secret) = 0;
};

}  // namespace throughline::http
