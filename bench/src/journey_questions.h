// JourneyQuestions: what bench/journey asks of the engine, through the functions that answer the
// API, and the answers in a form that any database can give too.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "journey_engine/property_column.h"
#include "journey_world.h"
#include "journeys/journeys.frame.h"

namespace throughline::bench {

// Figures by what they are of, such as "level 3" or "0>2 mean_ms". All whole but means and medians.
using Answer = std::map<std::string, double>;

// Puts the answer that was given into that form, which is no part of the time that it takes.
using Figures = std::function<Answer()>;

struct JourneyQuestion {
  std::string name = {};
  // Of the columns that it must read from end to end: codes, seconds and milliseconds.
  double bytes_per_event = 0;
  bool needs_properties = false;
  std::function<Result<Figures>(const journeys::Frame&)> ask = {};
};

// The same as in bench/peers/questions.mjs.
std::vector<JourneyQuestion> journey_questions();

// What events say, as the record would.
class WorldProperties : public journey_engine::PropertySource {
 public:
  // The world must outlive this.
  explicit WorldProperties(const JourneyWorld& world) : world_(world) {}
  Result<void> read(const std::string& property, std::uint64_t first, std::uint64_t last,
                    const Sink& sink) override;

 private:
  const JourneyWorld& world_;
};

// Makes the frames that questions are asked in. One at a time.
class JourneyFrames {
 public:
  // All must outlive this.
  JourneyFrames(const JourneyWorld& world, std::uint32_t names,
                const journey_engine::Engine& engine);

  // Everybody's line as it is now; `last_row` is the highest on it.
  [[nodiscard]] journeys::Frame frame(std::uint64_t last_row);

 private:
  const journey_engine::Engine& engine_;
  WorldProperties source_;
  journey_engine::PropertyColumns properties_;
  std::shared_ptr<const journeys::EventCodes> codes_;
  std::shared_ptr<const journeys::Looking> looking_;
  Calendar calendar_;
};

}  // namespace throughline::bench
