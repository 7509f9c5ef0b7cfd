// Content codings: undoing what clients compress, within a limit, and compressing what we answer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/response.h"
#include "net/body_sink.h"

namespace throughline::net {

enum class Coding { identity, gzip, deflate };

// Of a Content-Encoding header; nothing for one we cannot undo.
std::optional<Coding> parse_coding(std::string_view content_encoding);

// Undoes a coding piece by piece. "deflate" is taken with and without its zlib wrapping, since
// clients send both; gzip may have several members.
class Inflater {
 public:
  explicit Inflater(Coding coding);
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Error::invalid where the bytes are not of the coding; the sink's errors.
  Result<void> feed(std::string_view piece, BodySink& sink);
  // Error::invalid where the coded bytes ended too early.
  Result<void> finish() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A body as it was received: in memory or in a file.
struct ReceivedBody {
  std::string text = {};
  TemporaryFile file = {};
};
Result<ReceivedBody> undo_coding(Coding coding, ReceivedBody body, BodySink::Limits limits);

bool accepts_gzip(std::string_view accept_encoding);

// Whether the answer is text of more than 1 KB that is not yet compressed.
bool worth_compressing(const http::Response& response);
// The usual level, but the best one for what whoever gets it keeps for ever.
int level_for(const http::Response& response, int usual);
// Compresses the answer's text and says so in its headers.
void compress(http::Response& response, int level);

}  // namespace throughline::net
