// AnswerMemory: what was answered to requests with an Idempotency-Key, so that one sent again is
// answered again and not carried out again. Implemented by access/. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

namespace throughline::http {

class AnswerMemory {
 public:
  // Either the answer that the first request had, or what keeps the answer of this one, to be
  // called once it was carried out. Of an answer that holds a `secret` only that it was done.
  struct Attempt {
    std::optional<Response> kept = {};
    std::function<void(const Response& response, bool secret)> keep = {};
  };

  virtual ~AnswerMemory() = default;
  // An Error refuses: the caller's key names another request, or one whose outcome is not known.
  virtual Result<Attempt> begin(const Request& request, std::string_view key) = 0;
};

}  // namespace throughline::http
