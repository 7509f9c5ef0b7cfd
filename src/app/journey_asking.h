// Asking a question about journeys and waiting for the answer: through a server's API, or whoever
// holds the data directory. Long waits say on standard error how far things are.
#pragma once

#include <cstdint>
#include <string>

#include "app/transfer_commands.h"
#include "base/result.h"

namespace throughline::app {

struct JourneyRequest {
  std::string question = {};  // Its name.
  std::string body = {};      // JSON, as the API takes it.
  bool people = false;        // Who is behind a cell.
  std::int64_t workspace = 0;
  bool quiet = false;  // Says nothing of progress.
};

// The API's answer.
Result<std::string> ask_holder(const Ask& ask, const JourneyRequest& request);
Result<std::string> ask_url(const std::string& url, const std::string& key,
                            const JourneyRequest& request);

}  // namespace throughline::app
