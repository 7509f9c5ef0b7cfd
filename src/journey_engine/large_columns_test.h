// LargeColumns: a block of many random lines made by hand, for the parts of kernels that only come
// into play with many events: whole vectors, and memory that fills up.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "journey_engine/column_lines.h"

namespace throughline::journey_engine {

class LargeColumns {
 public:
  // Codes are below; a code's width is 1, 2 or 4 bytes. Every second of three lines has sessions,
  // ties, and gaps of exactly half an hour, and of a millisecond more or less.
  LargeColumns(std::uint32_t seed, std::size_t events, std::uint32_t codes, unsigned width) {
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t bound) { return random() % bound; };
    offsets_.push_back(0);
    while (seconds_.size() < events) {
      const bool is_long = below(40) == 0;
      const std::size_t length = 1 + below(is_long ? 700 : 40);
      std::int64_t at_ms = below(1'000'000);
      bool tied = false;
      for (std::size_t i = 0; i < length; ++i) {
        constexpr std::int64_t half_hour = 1'800'000;
        switch (below(8)) {
          case 0:
            at_ms += half_hour - 1 + below(3);
            break;
          case 1:
            at_ms += below(40'000'000);
            break;
          case 2:
            tied = tied || i > 0;
            break;
          default:
            at_ms += 1 + below(100'000);
        }
        seconds_.push_back(static_cast<std::int32_t>(at_ms / 1000));
        millis_.push_back(static_cast<std::uint16_t>(at_ms % 1000));
        codes_.push_back(static_cast<std::uint32_t>(std::uint64_t{below(codes)} * below(codes) /
                                                    std::max(1U, codes - 1)));
        rows_.push_back(static_cast<std::uint32_t>(rows_.size() * 7 % 65'521));
      }
      ids_.push_back({static_cast<std::int64_t>(ids_.size() + 1)});
      flags_.push_back(tied ? has_ties : 0);
      offsets_.push_back(static_cast<std::uint32_t>(seconds_.size()));
    }
    constexpr std::size_t behind = 64;
    codes8_.assign(codes_.begin(), codes_.end());
    codes16_.assign(codes_.begin(), codes_.end());
    columns_ = {.customers = ids_.size(),
                .ids = ids_.data(),
                .offsets = offsets_.data(),
                .flags = flags_.data()};
    codes_.resize(codes_.size() + behind);
    codes8_.resize(codes_.size());
    codes16_.resize(codes_.size());
    seconds_.resize(codes_.size());
    millis_.resize(codes_.size());
    rows_.resize(codes_.size());
    columns_.codes8 = width == 1 ? codes8_.data() : nullptr;
    columns_.codes16 = width == 2 ? codes16_.data() : nullptr;
    columns_.codes32 = width == 4 ? codes_.data() : nullptr;
    columns_.seconds = seconds_.data();
    columns_.millis = millis_.data();
    columns_.rows32 = rows_.data();
  }
  LargeColumns(const LargeColumns&) = delete;
  LargeColumns& operator=(const LargeColumns&) = delete;

  [[nodiscard]] const Columns& columns() const { return columns_; }

  // The report of all lines as the reference has it.
  template <class Report>
  Report from_lines(const Report& empty, const LookedAt& looked = {}) const {
    Report report = empty;
    std::vector<LineEvent> scratch;
    visit_lines(columns_, looked, [&](const ColumnLine& line) {
      report.add(ids_[line.customer], put_together(columns_, line, scratch));
    });
    return report;
  }
  template <class Report>
  Report from_columns(const Report& empty, const LookedAt& looked = {}) const {
    Report report = empty;
    report.add(columns_, looked);
    return report;
  }

 private:
  std::vector<CustomerId> ids_;
  std::vector<std::uint32_t> offsets_;
  std::vector<std::uint8_t> flags_;
  std::vector<std::uint32_t> codes_;
  std::vector<std::uint8_t> codes8_;
  std::vector<std::uint16_t> codes16_;
  std::vector<std::int32_t> seconds_;
  std::vector<std::uint16_t> millis_;
  std::vector<std::uint32_t> rows_;
  Columns columns_;
};

}  // namespace throughline::journey_engine
