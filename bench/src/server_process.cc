#include "server_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>

namespace throughline::bench {

void fail(const std::string& why) {
  std::cerr << "bench: " << why << std::endl;
  std::exit(1);
}

std::string output_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) {
    fail("cannot run " + command);
  }
  std::string output;
  std::array<char, 4096> bytes = {};
  while (const std::size_t n = std::fread(bytes.data(), 1, bytes.size(), pipe)) {
    output.append(bytes.data(), n);
  }
  if (::pclose(pipe) != 0) {
    fail("failed: " + command);
  }
  while (!output.empty() && output.back() == '\n') {
    output.pop_back();
  }
  return output;
}

double own_cpu_seconds() {
  rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double now_seconds() {
  timespec time = {};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

ServerProcess::ServerProcess(std::vector<std::string> command) {
  std::array<int, 2> pipe = {};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    fail("no pipe");
  }
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // Also where a check ends the bench.
    ::dup2(pipe[1], STDOUT_FILENO);
    std::vector<char*> arguments;
    for (std::string& argument : command) {
      arguments.push_back(argument.data());
    }
    arguments.push_back(nullptr);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
  }
  ::close(pipe[1]);
  output_ = pipe[0];
  std::string printed;
  std::array<char, 512> bytes = {};
  while (port_ == 0) {
    const ssize_t n = ::read(output_, bytes.data(), bytes.size());
    if (n <= 0) {
      fail("the server did not start: " + command.front() + "\n" + printed);
    }
    printed.append(bytes.data(), static_cast<std::size_t>(n));
    const std::size_t ready = printed.find("ready on http://");
    if (ready != std::string::npos && printed.find('\n', ready) != std::string::npos) {
      const std::size_t colon = printed.find(':', ready + std::string("ready on http://").size());
      port_ = static_cast<std::uint16_t>(std::atoi(printed.c_str() + colon + 1));
    }
  }
}

ServerProcess::~ServerProcess() {
  stop();
}

void ServerProcess::stop() {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    ::close(output_);
    pid_ = -1;
  }
}

double ServerProcess::cpu_seconds() const {
  std::ifstream file(fmt::format("/proc/{}/stat", pid_));
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) {
    fields >> skipped;
  }
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double ServerProcess::resident_mb() const {
  std::ifstream file(fmt::format("/proc/{}/status", pid_));
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) {
      return std::atof(line.c_str() + 6) / 1024;
    }
  }
  return 0;
}

}  // namespace throughline::bench
