#include "instance.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "codec/json_view.h"

namespace throughline::bench {
namespace {

std::string secret_in(const std::string& json) {
  const auto document = codec::JsonDocument::parse(json);
  if (!document.ok()) {
    fail("no key: " + json);
  }
  return std::string(document->root().find("secret").text());
}

}  // namespace

Instance::Instance(std::string binary, std::string data, std::string database)
    : binary_(std::move(binary)), data_(std::move(data)), database_(std::move(database)) {
  start();
  const std::string rest = fmt::format(" --data '{}' --json{}", data_,
                                       database_.empty() ? "" : " --database '" + database_ + "'");
  write_key_ = secret_in(
      output_of(binary_ + " key create --kind write --source server --name bench" + rest));
  authorization_ =
      "Bearer " + secret_in(output_of(binary_ + " key create --kind api --role owner" + rest));
}

void Instance::start() {
  std::vector<std::string> command = {binary_, "serve", "--data", data_, "--listen", "127.0.0.1:0"};
  ::setenv("THROUGHLINE_REQUESTS_PER_MINUTE", "100000000", 1);
  if (!database_.empty()) {
    command.insert(command.end(), {"--database", database_});
  }
  server_ = std::make_unique<ServerProcess>(command);
  client_ = std::make_unique<Client>(server_->port());
}

void Instance::restart() {
  client_.reset();
  server_.reset();
  start();
}

std::string Instance::record() const {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data_)) {
    if (entry.path().filename() == "record.db") {
      return entry.path().string();
    }
  }
  fail("there is no record in " + data_);
}

std::string Instance::get(const std::string& path) {
  const Answer answer = client_->get(path, authorization_);
  if (answer.status != 200) {
    fail(fmt::format("GET {} answered {} {}", path, answer.status, answer.body));
  }
  return answer.body;
}

void Instance::wait_for(const std::string& position) {
  const std::string path = "/api/v1/accounts?limit=1&at_least=" + position;
  for (;;) {
    const Answer answer = client_->get(path, authorization_);
    if (answer.status == 200) {
      return;
    }
    if (answer.status != 503) {
      fail(fmt::format("GET {} answered {} {}", path, answer.status, answer.body));
    }
  }
}

double Instance::spend(LoadOptions options, LoadReport& report) {
  options.port = server_->port();
  options.write_key = write_key_;
  const double before = server_->cpu_seconds();
  report = run_load(options);
  wait_for(report.position);
  return std::max(cpu_tick_s, server_->cpu_seconds() - before);
}

}  // namespace throughline::bench
