// Writers: the threads that write to one PostgreSQL schema, each on a connection of its own.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "storage/options.h"
#include "storage/postgres/connection.h"
#include "storage/unit_queue.h"

namespace throughline::storage::postgres {

// A unit that loses a race is run again; after a few losses, while no other unit runs. A lost
// connection fails its unit as unavailable, and the next unit connects anew.
class Writers {
 public:
  using Opener = std::function<Result<std::unique_ptr<Connection>>()>;

  // `reset` runs on a writer's thread when it is unknown whether a unit was committed.
  Writers(Database& database, Opener opener, const StorageOptions& options,
          std::function<void()> reset);
  ~Writers();
  Writers(const Writers&) = delete;
  Writers& operator=(const Writers&) = delete;

  // Runs what waits, then ends. What is queued later is refused as unavailable.
  void stop();

  UnitQueue& queue() { return queue_; }

 private:
  using Pointer = std::unique_ptr<Connection>;
  enum class Attempt { committed, failed, lost_race };
  struct Tried {
    Attempt attempt = Attempt::failed;
    Result<void> result = {};
    bool duplicate = false;
  };

  void loop();
  void run_unit(Pointer& connection, const Unit& unit);
  Tried try_alone_or_not(Pointer& connection, const Body& body, int losses, Hooks& hooks);
  Tried try_once(Pointer& connection, const Body& body, Hooks& hooks);
  Tried try_commit(Connection& connection, Hooks& hooks);
  Result<void> begin(Pointer& connection);

  Database& database_;
  const Opener opener_;
  const StorageOptions options_;
  const std::function<void()> reset_;
  UnitQueue queue_;
  // Units run while they share running_; one that must win takes it alone. Whoever waits for it
  // holds turnstile_, so that nobody overtakes.
  std::mutex turnstile_;
  std::shared_mutex running_;
  std::vector<std::thread> threads_;
};

}  // namespace throughline::storage::postgres
