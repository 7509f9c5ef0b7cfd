// Feed: keeps the columns of one workspace's lines behind its record.
//
// A thread of its own reads what was committed, in the order of positions, and tells the engine;
// what queries see moves on at most some twenty milliseconds after a commit, a bit later under
// load. Everything is derived: at the start it comes from a file (LinesFile) and from what the
// record has after it, or from the record alone. The events that the product itself records are not
// on these lines. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "base/guarded.h"
#include "base/signal.h"
#include "journey_engine/engine.h"
#include "journeys/event_code.h"
#include "journeys/journeys.lines_file.h"
#include "journeys/journeys.record_properties.h"
#include "people/people.h"
#include "storage/database.h"
#include "timeline/timeline.reader.h"

namespace throughline::journeys {

struct FeedOptions {
  LinesFileOptions file = {};
  // Of the lines, and of the columns of properties beside them. With more lines than that there is
  // an error for an answer; of columns the ones that were not asked for the longest are dropped.
  std::size_t lines_bytes_max = std::numeric_limits<std::size_t>::max();
  std::size_t properties_bytes_max = std::size_t{1} << 30U;
  journey_engine::EngineOptions engine = {};
};

class Feed : private journey_engine::OrderKeySource {
 public:
  // Both must outlive this.
  Feed(storage::Database& database, people::People& people, FeedOptions options);
  ~Feed() override;
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  // All lines as they were at one position, and what their codes mean.
  struct View {
    journey_engine::Snapshot lines;
    std::shared_ptr<const EventCodes> codes;
    // Values of properties, of every row up to this one: those of these lines are among them. Both
    // are the feed's.
    journey_engine::PropertyColumns* properties = nullptr;
    std::uint64_t last_row = 0;
  };
  struct Progress {
    bool ready = false;       // Nothing more to wait for: a question gets an answer, or why not.
    std::int64_t events = 0;  // How many were read so far.
    std::int64_t kept = 0;    // How many of them came from the file.
  };
  [[nodiscard]] Progress progress() const;
  // Error::unavailable until the record was read once, and where its lines need more memory than
  // they may have.
  [[nodiscard]] Result<View> view() const;
  // Whether queries see everything up to `position` before `deadline`; at once where they never
  // will.
  bool wait_for(timeline::Position position, std::chrono::steady_clock::time_point deadline);
  // What events are called or say was changed in the database.
  void forget_what_was_said();

 private:
  // What one look at the record found.
  struct Batch {
    std::vector<Event> events = {};  // That are to be on lines.
    people::People::OwnersTold told = {};
    timeline::Position last = {};
    bool complete = true;  // Nothing came after it.
  };
  void loop(const std::stop_token& stop);
  Result<bool> step();
  std::shared_ptr<journey_engine::Engine> engine() const;
  Result<Batch> read(storage::Transaction& tx, timeline::Position after);
  Result<void> add_owners(storage::Transaction& tx, Batch& batch);
  Result<void> add_erased(storage::Transaction& tx, Batch& batch);
  Result<void> read_codes();
  Result<std::vector<std::uint32_t>> codes_of(const std::vector<Event>& events);
  static Result<void> apply(journey_engine::Engine& engine, const Batch& batch,
                            const std::vector<std::uint32_t>& codes);
  void note_rows(const Batch& batch);
  Result<void> publish(timeline::Position position);
  void begin_anew();
  Result<void> begin();
  void take(const journey_engine::Image& image);
  void give_up();
  [[nodiscard]] bool is_published() const;
  void keep(journey_engine::Engine& engine);
  journey_engine::Image image(journey_engine::Engine& engine);
  Result<journey_engine::OrderKey> order_key_of(std::uint64_t row) override;

  storage::Database& database_;
  people::People& people_;
  const FeedOptions options_;
  Signal& record_changed_;
  Guarded<std::shared_ptr<journey_engine::Engine>> engine_;
  Guarded<std::shared_ptr<const EventCodes>> codes_;
  std::atomic<bool> codes_are_old_ = true;
  LinesFile file_;
  bool begun_ = false;  // These two are the thread's own.
  timeline::Position read_up_to_ = {};
  std::atomic<bool> gave_up_ = false;  // For want of memory; until the next start.
  std::atomic<std::int64_t> events_read_ = 0;
  std::atomic<std::int64_t> events_kept_ = 0;
  RecordProperties record_properties_;
  // Its views are for readers, who wait for each other only.
  mutable journey_engine::PropertyColumns properties_;
  Guarded<std::optional<timeline::Position>> visible_;  // Nothing yet: none.
  Signal moved_;
  std::jthread thread_;  // Last: it uses all of the above.
};

}  // namespace throughline::journeys
