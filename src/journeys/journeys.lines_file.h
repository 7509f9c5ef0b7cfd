// LinesFile: the columns of one workspace's lines on disk, so that a start reads only what came
// after them.
//
// Derived: without the file, or with one that is damaged or of another record, the lines are read
// from the record again. It is written behind, by a thread of its own. load(), save() and finish()
// by one thread; forget() by any.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "journey_engine/engine.h"
#include "storage/database.h"

namespace throughline::journeys {

struct LinesFileOptions {
  std::string directory = {};         // Made when it is needed.
  std::int64_t events_min = 200'000;  // Fewer are read from the record within a second or two.
};

class LinesFile {
 public:
  // The database must outlive this.
  LinesFile(storage::Database& database, LinesFileOptions options);
  // Waits for what is being written.
  ~LinesFile();
  LinesFile(const LinesFile&) = delete;
  LinesFile& operator=(const LinesFile&) = delete;

  // Nothing where there is no file of this record. `codes`: how many have a meaning now.
  std::optional<journey_engine::Image> load(std::uint64_t codes);

  // Whether so many lines' events are many more than the file has. An event is written some ten
  // times in its life, and a start reads at most a tenth of the record.
  [[nodiscard]] bool is_due(std::int64_t events) const;
  // Begins to write; does nothing while it still writes.
  void save(journey_engine::Image image);
  // The same before a stop, and waits.
  void finish(journey_engine::Image image);

  // Somebody in it was erased: removes it, also the one that is being written.
  void forget();

 private:
  // Says whether the record could be asked.
  [[nodiscard]] bool mark(journey_engine::Image& image) const;
  void write(const journey_engine::Image& image, std::uint64_t forgotten);
  void remove() const;

  storage::Database& database_;
  const LinesFileOptions options_;
  const std::string path_;
  std::atomic<std::int64_t> kept_events_ = 0;
  std::atomic<bool> writing_ = false;
  std::mutex mutex_;
  std::uint64_t forgotten_ = 0;  // How often; under the mutex, as is the file itself.
  std::jthread writer_;          // Last: it uses all of the above.
};

}  // namespace throughline::journeys
