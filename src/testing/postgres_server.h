// PostgresServer: where tests find PostgreSQL, and fresh databases in it.
#pragma once

#include <string>

namespace throughline::testing {

// The server that TL_TEST_POSTGRES_URL names; without it a private one, started at the first call
// and stopped at exit. A machine without PostgreSQL fails the test that asks.
const std::string& postgres_server_url();

// A database of its own, dropped with its object.
class PostgresTestDatabase {
 public:
  PostgresTestDatabase();
  ~PostgresTestDatabase();
  PostgresTestDatabase(const PostgresTestDatabase&) = delete;
  PostgresTestDatabase& operator=(const PostgresTestDatabase&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  std::string name_;
  std::string url_;
};

}  // namespace throughline::testing
