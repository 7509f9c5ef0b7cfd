// Unit: one queued unit of work, its hooks, and what a thread may do while it runs one.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <vector>

#include "storage/database.h"

namespace throughline::storage {

struct Unit {
  Body body;
  std::size_t bytes = 0;
  Completion done;
};

// What a body asked to be run once its fate is known. A hook that throws is fatal: memory and disk
// would disagree.
class Hooks {
 public:
  void after_commit(Stage stage, std::function<void()> hook);
  void on_rollback(std::function<void()> hook);
  void run(Stage stage);
  // The last registered first.
  void run_rollback();

 private:
  std::array<std::vector<std::function<void()>>, 3> committed_;
  std::vector<std::function<void()>> rolled_back_;
};

// Calls `done` and treats a throw as fatal, as with hooks.
void complete(const Completion& done, Result<void> result);

// Runs a body; what it throws becomes Error::internal and a log line.
Result<void> run_guarded(const Body& body, Transaction& tx);

// While one exists on a thread, a blocking write() on that thread is a bug.
class NoBlockingWrites {
 public:
  NoBlockingWrites();
  ~NoBlockingWrites();
  NoBlockingWrites(const NoBlockingWrites&) = delete;
  NoBlockingWrites& operator=(const NoBlockingWrites&) = delete;

  static bool active();
};

}  // namespace throughline::storage
