#include "net/body_sink.h"

namespace throughline::net {

Error body_too_large(std::size_t bytes_max) {
  return Error::too_large("The body is larger than the " + std::to_string(bytes_max) +
                          " bytes that this address takes.");
}

Result<void> BodySink::append(std::string_view piece) {
  size_ += piece.size();
  if (size_ > limits_.bytes_max) {
    return body_too_large(limits_.bytes_max);
  }
  if (file_.path().empty()) {
    if (size_ <= limits_.memory_bytes_max) {
      text_.append(piece);
      return {};
    }
    TL_TRY_ASSIGN(file_, TemporaryFile::create(limits_.directory));
    TL_TRY(file_.append(text_));
    text_ = {};
  }
  return file_.append(piece);
}

}  // namespace throughline::net
