#include "storage/unit.h"

#include <exception>
#include <string>
#include <utility>

#include "base/assert.h"
#include "base/log.h"

namespace throughline::storage {
namespace {

thread_local int bodies_on_this_thread = 0;

void run_or_die(const std::function<void()>& hook) {
  try {
    hook();
  } catch (const std::exception& thrown) {
    TL_FATAL(std::string("a hook of a transaction threw: ") + thrown.what());
  } catch (...) {
    TL_FATAL("a hook of a transaction threw");
  }
}

}  // namespace

void Hooks::after_commit(Stage stage, std::function<void()> hook) {
  committed_.at(static_cast<std::size_t>(stage)).push_back(std::move(hook));
}

void Hooks::on_rollback(std::function<void()> hook) {
  rolled_back_.push_back(std::move(hook));
}

void Hooks::run(Stage stage) {
  for (const auto& hook : committed_.at(static_cast<std::size_t>(stage))) {
    run_or_die(hook);
  }
}

void Hooks::run_rollback() {
  while (!rolled_back_.empty()) {
    run_or_die(rolled_back_.back());
    rolled_back_.pop_back();
  }
}

void complete(const Completion& done, Result<void> result) {
  run_or_die([&] { done(std::move(result)); });
}

Result<void> run_guarded(const Body& body, Transaction& tx) {
  std::string what;
  try {
    return body(tx);
  } catch (const std::exception& thrown) {
    what = thrown.what();
  } catch (...) {
    what = "an unknown exception";
  }
  log(LogLevel::error, "a unit of work threw and was rolled back", {{"what", what}});
  return Error::internal("something went wrong on our side; it has been logged");
}

NoBlockingWrites::NoBlockingWrites() {
  ++bodies_on_this_thread;
}
NoBlockingWrites::~NoBlockingWrites() {
  --bodies_on_this_thread;
}
bool NoBlockingWrites::active() {
  return bodies_on_this_thread > 0;
}

}  // namespace throughline::storage
