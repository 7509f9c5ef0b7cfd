// Jitsu's clients speak the tracking protocol, one message to a request, with the kind in the path.
#include "collect/dialect.h"

namespace throughline::collect {
namespace {

Translation translate(const DialectRequest& request) {
  Translation translation;
  codec::Json message = codec::Json::copy_of(request.body);
  if (!message.is_object()) {
    message = codec::Json::object();
  }
  // The kind in the body names it where the path says `event`, as Jitsu's older clients do.
  if (request.word != "event" || message.find("type") == nullptr) {
    message.set("type", request.word);
  }
  // A page's name stands among its properties.
  if (message.find("name") == nullptr) {
    set_if(message, "name", request.body.find_path({"properties", "name"}));
  }
  message.remove("writeKey");  // Its secret half is stars.
  translation.messages.push(std::move(message));
  return translation;
}

}  // namespace

Dialect make_jitsu_dialect() {
  return {.paths = {{.pattern = "/api/s/s2s/{type}",
                     .summary = "Records one message of Jitsu's server clients."},
                    {.pattern = "/api/s/{type}",
                     .summary = "Records one message of Jitsu's browser client."}},
          .translate = translate};
}

}  // namespace throughline::collect
