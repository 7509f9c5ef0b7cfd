#include "testing/postgres_server.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace throughline::testing {
namespace {

const std::string script = TL_SOURCE_DIR "/tools/postgres_for_tests.sh";

std::string output_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) {
    throw std::runtime_error("cannot run " + command);
  }
  std::string output;
  std::array<char, 512> part = {};
  while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) {
    output += part.data();
  }
  if (::pclose(pipe) != 0) {
    throw std::runtime_error("failed: " + command);
  }
  while (!output.empty() && output.back() == '\n') {
    output.pop_back();
  }
  return output;
}

class Server {
 public:
  Server() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing sets it.
    if (const char* given = std::getenv("TL_TEST_POSTGRES_URL"); given != nullptr) {
      url_ = given;
      return;
    }
    owner_ = ::getpid();
    url_ = output_of("'" + script + "' start " + std::to_string(owner_));
  }
  ~Server() {
    if (owner_ == ::getpid()) {
      // NOLINTNEXTLINE(concurrency-mt-unsafe): the tests are over.
      (void)std::system(("'" + script + "' stop '" + url_ + "'").c_str());
    }
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  std::string url_;
  int owner_ = 0;  // A forked child must not stop its parent's server.
};

void run_on_server(const std::string& sql) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(
      PQconnectdb(postgres_server_url().c_str()), PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> answer(PQexec(connection.get(), sql.c_str()),
                                                              PQclear);
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) {
    throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
  }
}

// postgresql://HOST/DATABASE?PARAMETERS with another database.
std::string url_of(const std::string& name) {
  const std::string& url = postgres_server_url();
  const std::size_t host = url.find("//") + 2;
  const std::size_t slash = url.find('/', host);
  const std::size_t question = url.find('?');
  const std::string parameters = question == std::string::npos ? "" : url.substr(question);
  return url.substr(0, slash) + "/" + name + parameters;
}

}  // namespace

const std::string& postgres_server_url() {
  static const Server server;
  return server.url();
}

PostgresTestDatabase::PostgresTestDatabase() {
  static std::atomic<int> made = 0;
  name_ = "tl_test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
  run_on_server("CREATE DATABASE " + name_ + " STRATEGY file_copy");
  url_ = url_of(name_);
}

PostgresTestDatabase::~PostgresTestDatabase() {
  try {
    run_on_server("DROP DATABASE " + name_ + " WITH (FORCE)");
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
  }
}

}  // namespace throughline::testing
