// Demo: a simulated year of an invented company, as messages a tracking API would receive.
//
// Pure and deterministic: the same options give the same bytes on every machine. The simulation is
// laid out from the UTC day of `until`, so a later `until` on the same day only adds messages. A
// message's id depends on seed, person and position, never on `until`: feeding it twice stores
// nothing twice. Owned by one thread at a time; takes about a second and 60 MB for 5 000 people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/time.h"
#include "demo/source.h"
#include "demo/truth.h"

namespace throughline::demo {

struct DemoOptions {
  std::uint64_t seed = 20260301;
  int people = 5000;  // Customers and visitors together; at least 50.
  Time until = {};    // Nothing arrives later.
  int months = 12;    // At least 3.
};

// One request to the tracking API: what a source sent, when it had arrived.
struct DemoBatch {
  DemoSource source = DemoSource::website;
  Time received = {};
  std::size_t messages = 0;
  std::string body;  // {"batch":[...],"sentAt":"..."}, at most 200 messages.
};

class Simulation {
 public:
  explicit Simulation(const DemoOptions& options);
  ~Simulation();
  Simulation(Simulation&&) noexcept;
  Simulation& operator=(Simulation&&) noexcept;

  // Batches in the order of their arrival; nothing after the last.
  std::optional<DemoBatch> next();
  // How many messages next() yields in total.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const Truth& truth() const;

  // What one of the active customers does around `now`: one to five messages, the last at `now`.
  // Ids come from `random`, so they are new every time.
  DemoBatch live(Random& random, Time now);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace throughline::demo
