// Response: what we answer, as a plain value. No worker waits for a socket: a long body is a file,
// a generator that net/ pulls when the socket can take more, or a stream that somebody pushes into.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "http/request.h"

namespace throughline::http {

struct FileBody {
  std::string path = {};
};

// Called on a worker; gives the next piece, or nothing at the end.
using Generator = std::function<std::optional<std::string>()>;

// A live answer (server-sent events). net/ calls `open` once on a worker with a Stream that may be
// used from any thread; a slow peer's Stream drops to closed when 1 MB waits unsent.
class Stream {
 public:
  virtual ~Stream() = default;
  // False once the peer is gone.
  virtual bool send(std::string piece) = 0;
  virtual void close() = 0;
  // `hook` runs once, on a thread of net/'s own and never inside send(), when the peer is gone or
  // the stream was closed; at once where that has happened already. Releases what feeds the stream.
  virtual void on_close(std::function<void()> hook) = 0;
};
using StreamOpener = std::function<void(std::shared_ptr<Stream>)>;

struct Response {
  int status = 200;
  Headers headers = {};
  std::variant<std::string, FileBody, Generator, StreamOpener> body = std::string();

  [[nodiscard]] const std::string& text() const { return std::get<std::string>(body); }
};

Response json_response(std::string json, int status = 200);
Response text_response(std::string text, std::string_view content_type, int status = 200);

// problem+json (RFC 9457) of an Error. The only place that maps codes to statuses.
// An internal error's message goes to the log only, under an id that the answer tells.
Response problem(const Error& error);
int status_of(ErrorCode code);

// A problem that no ErrorCode means: of the protocol (405, 415, 431), never of a use case.
Response problem_with_status(int status, std::string_view code, std::string_view detail);
std::string_view reason_of(int status);

}  // namespace throughline::http
