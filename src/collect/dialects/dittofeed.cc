// Dittofeed's clients speak the tracking protocol on paths of their own.
#include "collect/dialect.h"

namespace throughline::collect {
namespace {

constexpr std::string_view batch_word = "batch";

Translation translate(const DialectRequest& request) {
  Translation translation;
  const codec::JsonView body = request.body;
  translation.sent_at = codec::Json::copy_of(body.find("sentAt"));
  if (request.word == batch_word) {
    for (const codec::JsonView item : body.find("batch").items()) {
      codec::Json message = codec::Json::copy_of(item);
      if (message.is_object() && message.find("context") == nullptr) {
        set_if(message, "context", body.find("context"));
      }
      translation.messages.push(std::move(message));
    }
    return translation;
  }
  codec::Json message = codec::Json::copy_of(body);
  if (message.is_object() || message.is_null()) {
    message.set("type", request.word);
  }
  translation.messages.push(std::move(message));
  return translation;
}

}  // namespace

Dialect make_dittofeed_dialect() {
  return {.paths = {{.pattern = "/api/public/apps/{type}",
                     .summary = "Records messages of Dittofeed's clients (batch, track, ...)."}},
          .translate = translate};
}

}  // namespace throughline::collect
