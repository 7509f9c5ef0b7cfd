// Instance: the release binary on a data directory, with a write key and an API key.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "client.h"
#include "load.h"
#include "server_process.h"

namespace throughline::bench {

// Owned by one thread.
class Instance {
 public:
  Instance(std::string binary, std::string data, std::string database);

  [[nodiscard]] ServerProcess& server() { return *server_; }
  [[nodiscard]] const std::string& write_key() const { return write_key_; }
  // The header of an API key.
  [[nodiscard]] const std::string& authorization() const { return authorization_; }
  [[nodiscard]] const std::string& data() const { return data_; }
  // The record's file, where it is SQLite.
  [[nodiscard]] std::string record() const;

  // Answers of the API; ends the program where one is not 200.
  std::string get(const std::string& path);
  // Waits until every follower has reached a position.
  void wait_for(const std::string& position);
  // Sends and waits until all of it is followed. Seconds of the server's CPU.
  double spend(LoadOptions options, LoadReport& report);
  void restart();
  void stop() { server_.reset(); }

 private:
  void start();

  const std::string binary_;
  const std::string data_;
  const std::string database_;
  std::unique_ptr<ServerProcess> server_;
  std::unique_ptr<Client> client_;
  std::string write_key_;
  std::string authorization_;
};

}  // namespace throughline::bench
