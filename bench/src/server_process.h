// ServerProcess: a child that serves on a free port of 127.0.0.1, and what it uses of the machine.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace throughline::bench {

// The system counts in these.
constexpr double cpu_tick_s = 0.01;

// Owned by one thread. What goes wrong ends the program with a sentence: a bench has no other use.
class ServerProcess {
 public:
  // Waits for a line with "ready on http://HOST:PORT". The first argument is the program.
  explicit ServerProcess(std::vector<std::string> command);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  // Of all its threads, user and system; to 10 ms.
  [[nodiscard]] double cpu_seconds() const;
  [[nodiscard]] double resident_mb() const;
  // SIGTERM, and waits for the end.
  void stop();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
};

// What a command prints; ends the program where it fails.
std::string output_of(const std::string& command);
// Says why on the error output and ends the program.
[[noreturn]] void fail(const std::string& why);
// Of this process: user and system.
double own_cpu_seconds();
// Monotonic.
double now_seconds();

}  // namespace throughline::bench
