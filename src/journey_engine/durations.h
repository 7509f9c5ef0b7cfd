// Durations: milliseconds of very many things, such as the edges of a map: exact, and cheap to add
// to.
//
// Each thing has pieces of memory of its own that are filled one after another, each twice as large
// as the one before; so values are written once and never moved. Owned by one thread at a time;
// merging shares the pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "stats/sample.h"

namespace throughline::journey_engine {

class Durations {
 public:
  // Where the next value of a thing goes; kept with whatever else is counted for it.
  struct End {
    std::uint32_t* next = nullptr;
    std::uint32_t piece = none;
  };

  // `thing` numbers it, for values that do not fit into 32 bits.
  void add(End& end, std::uint32_t thing, std::int64_t ms) {
    if (static_cast<std::uint64_t>(ms) >= wide_from) {
      wide_.emplace_back(thing, ms);
      return;
    }
    // Pieces begin and end at lines of 64 bytes, so only there may one be full.
    if (reinterpret_cast<std::uintptr_t>(end.next) % line_bytes == 0) {
      go_on(end);
    }
    *end.next++ = static_cast<std::uint32_t>(ms);
  }
  // Those of one thing of others, which share() must be called for too.
  void merge(const Durations& other, const End& from, End& to);
  // Keeps what merge() refers to, and takes the wide values of all things, which have these numbers
  // here.
  void share(const Durations& other, const std::vector<std::uint32_t>& numbers_here);

  // Without the wide values.
  [[nodiscard]] std::uint64_t count(const End& end) const;
  [[nodiscard]] stats::Sample sample(const End& end) const;
  // The values that do not fit into 32 bits, by thing.
  [[nodiscard]] const std::vector<std::pair<std::uint32_t, std::int64_t>>& wide() const {
    return wide_;
  }

 private:
  static constexpr std::size_t line_bytes = 64;
  static constexpr std::size_t line_values = line_bytes / sizeof(std::uint32_t);
  static constexpr std::uint64_t wide_from = 0xffff'ffff;
  static constexpr std::uint32_t none = 0xffff'ffff;

  struct alignas(line_bytes) Lines {
    std::uint32_t values[line_values];
  };
  struct Piece {
    std::uint32_t* begin = nullptr;
    std::uint32_t* end = nullptr;  // Of what is used; but of a thing's last piece, of its room.
    std::uint32_t before = none;
  };
  template <class Body>
  void visit(const End& end, const Body& body) const;  // body(span), each piece that has values.
  void go_on(End& end);
  std::uint32_t* take(std::size_t lines);

  std::vector<Piece> pieces_;
  std::vector<std::shared_ptr<Lines[]>> memory_;
  std::size_t free_ = 0;  // Lines, of the last memory.
  std::size_t size_ = 0;
  std::vector<std::pair<std::uint32_t, std::int64_t>> wide_;
};

}  // namespace throughline::journey_engine
