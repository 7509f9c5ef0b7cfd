#include "app/outgoing.h"

#include "app/configuration.h"
#include "net/http_client.h"

namespace throughline::app {
namespace {

class HttpSender : public channels::Sender {
 public:
  explicit HttpSender(std::unique_ptr<net::HttpClient> client) : client_(std::move(client)) {}

  Result<channels::Reply> send(const channels::Outgoing& request,
                               const std::stop_token& stop) override {
    net::OutgoingRequest out = {.url = request.url, .body = request.body};
    for (const auto& [name, value] : request.headers) {
      out.headers.add(name, value);
    }
    TL_TRY_ASSIGN(net::OutgoingAnswer answer, client_->send(out, stop));
    return channels::Reply{.status = answer.status,
                           .retry_after = std::string(answer.headers.value_or("retry-after", "")),
                           .location = std::string(answer.headers.value_or("location", "")),
                           .body = std::move(answer.body)};
  }

  [[nodiscard]] Result<void> check_url(std::string_view url) const override {
    return client_->check_url(url);
  }

 private:
  std::unique_ptr<net::HttpClient> client_;
};

}  // namespace

Result<std::unique_ptr<channels::Sender>> make_sender(const Configuration& configuration) {
  net::HttpClientOptions options;
  TL_TRY_ASSIGN(options.addresses, net::AddressPolicy::make(configuration.allow_private_addresses));
  TL_TRY_ASSIGN(auto client, net::HttpClient::make(std::move(options)));
  return std::unique_ptr<channels::Sender>(std::make_unique<HttpSender>(std::move(client)));
}

}  // namespace throughline::app
