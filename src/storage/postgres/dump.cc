#include "storage/postgres/dump.h"

#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/text.h"
#include "storage/files.h"

namespace throughline::storage::postgres {
namespace {

namespace fs = std::filesystem;

// The url as PG* variables: a password must not show in the list of processes.
Result<std::vector<std::string>> environment_for(const std::string& url) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos && !text.starts_with("PG")) {
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  char* problem = nullptr;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), &problem);
  PQfreemem(problem);
  if (options == nullptr) {
    return Error::invalid("the URL of the PostgreSQL database cannot be read");
  }
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->envvar != nullptr && option->val != nullptr) {
      variables[option->envvar] = option->val;
    }
  }
  PQconninfoFree(options);
  std::vector<std::string> environment;
  environment.reserve(variables.size());
  for (const auto& [name, value] : variables) {
    environment.push_back(std::string(name).append("=").append(value));
  }
  return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

Result<void> run_program(std::vector<std::string> command, const std::string& url) {
  TL_TRY_ASSIGN(std::vector<std::string> environment, environment_for(url));
  pid_t child = 0;
  int status = 0;
  const int spawned = ::posix_spawn(&child, command.front().c_str(), nullptr, nullptr,
                                    pointers_to(command).data(), pointers_to(environment).data());
  const bool ended = spawned == 0 && ::waitpid(child, &status, 0) == child;
  if (!ended || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    log(LogLevel::error, "a program of PostgreSQL failed",
        {{"program", command.front()}, {"status", std::to_string(status)}});
    return Error::unavailable(fs::path(command.front()).filename().string() + " failed");
  }
  return {};
}

}  // namespace

std::string find_program(const std::string& name) {
  std::error_code ignored;
  long newest = 0;
  std::string found;
  // Debian's versions stand side by side, and a dump needs the server's or a later one.
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const std::string program = entry.path().string() + "/bin/" + name;
    const long version = std::strtol(entry.path().filename().c_str(), nullptr, 10);
    if (version > newest && ::access(program.c_str(), X_OK) == 0) {
      newest = version;
      found = program;
    }
  }
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nothing sets it.
  for (const std::string_view folder : split(path == nullptr ? "" : path, ':')) {
    const std::string program = std::string(folder) + "/" + name;
    if (found.empty() && ::access(program.c_str(), X_OK) == 0) {
      found = program;
    }
  }
  return found;
}

Result<void> dump_schema(const std::string& url, const std::string& schema,
                         const std::string& target) {
  const std::string part = target + ".part";
  TL_TRY(run_program({find_program("pg_dump"), "--no-password", "--format=custom", "--no-owner",
                      "--schema=" + schema, "--file=" + part},
                     url));
  TL_TRY(sync_file(part));
  return replace_file(part, target);
}

Result<void> restore_schema(const std::string& url, const std::string& backup) {
  const std::string program = find_program("pg_restore");
  if (program.empty()) {
    return Error::unavailable("pg_restore is not installed");
  }
  PQconninfoOption* options = PQconninfoParse(url.c_str(), nullptr);
  std::string database;
  for (const PQconninfoOption* option = options; option != nullptr && option->keyword != nullptr;
       ++option) {
    if (std::string_view(option->keyword) == "dbname" && option->val != nullptr) {
      database = option->val;
    }
  }
  PQconninfoFree(options);
  return run_program({program, "--no-password", "--no-owner", "--exit-on-error",
                      "--single-transaction", "--dbname=" + database, backup},
                     url);
}

}  // namespace throughline::storage::postgres
